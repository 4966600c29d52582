package io.asynccpu.internal.protocol;

/** The byte that tells which message a frame is. */
final class FrameType {

    static final byte HELLO = 1;
    static final byte CONFIGURE = 2;
    static final byte READY = 3;
    static final byte START_FAILED = 4;
    static final byte RUN = 5;
    static final byte CANCEL = 6;
    static final byte SUCCEEDED = 7;
    static final byte FAILED = 8;
    static final byte STACK = 9;
    static final byte PROGRESSED = 10;
    static final byte LOGGED = 11;
    static final byte STOP = 12;
    static final byte PING = 13;
    static final byte PONG = 14;
    static final byte STAY = 15;
    static final byte LEARN = 16;
    static final byte RECALL = 17;
    static final byte RETURNED = 18;
    static final byte LEVELS = 19;
    static final byte DUMP = 20;
    static final byte DUMPED = 21;
    /** Not a message, but a part of the next one. */
    static final byte ARRAY = 22;

    static final byte BOUND = 23;
    static final byte EXITING = 24;
    static final byte STATE_CHANGED = 25;
    static final byte STARTING = 26;
    /** Like {@link #ARRAY}, but the elements are in the {@link ArrayRing}. */
    static final byte RING_ARRAY = 27;
    /** Not a message: the next piece of an array is in the {@link ArrayRing}. */
    static final byte PIECE = 28;
    /** Not a message: a piece in the {@link ArrayRing} was taken. */
    static final byte TAKEN = 29;

    private static final String[] NAMES = {
        "",
        "Hello",
        "Configure",
        "Ready",
        "StartFailed",
        "Run",
        "Cancel",
        "Succeeded",
        "Failed",
        "Stack",
        "Progressed",
        "Logged",
        "Stop",
        "Ping",
        "Pong",
        "Stay",
        "Learn",
        "Recall",
        "Returned",
        "Levels",
        "Dump",
        "Dumped",
        "array",
        "Bound",
        "Exiting",
        "StateChanged",
        "Starting",
        "array in the ring",
        "piece of an array",
        "taken piece"
    };

    private FrameType() {}

    static boolean isFromParent(byte type) {
        return switch (type) {
            case RUN, CONFIGURE, LEARN, CANCEL, RECALL, STOP, PING, STAY, LEVELS, STATE_CHANGED, DUMP -> true;
            default -> false;
        };
    }

    /** Returns the name for messages to users. */
    static String name(byte type) {
        return type > 0 && type < NAMES.length ? NAMES[type] : "type " + type;
    }
}
