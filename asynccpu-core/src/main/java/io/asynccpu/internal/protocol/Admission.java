package io.asynccpu.internal.protocol;

import static io.asynccpu.internal.protocol.FrameType.ARRAY;
import static io.asynccpu.internal.protocol.FrameType.BOUND;
import static io.asynccpu.internal.protocol.FrameType.CANCEL;
import static io.asynccpu.internal.protocol.FrameType.CONFIGURE;
import static io.asynccpu.internal.protocol.FrameType.DUMP;
import static io.asynccpu.internal.protocol.FrameType.DUMPED;
import static io.asynccpu.internal.protocol.FrameType.EXITING;
import static io.asynccpu.internal.protocol.FrameType.FAILED;
import static io.asynccpu.internal.protocol.FrameType.HELLO;
import static io.asynccpu.internal.protocol.FrameType.LEARN;
import static io.asynccpu.internal.protocol.FrameType.LEVELS;
import static io.asynccpu.internal.protocol.FrameType.LOGGED;
import static io.asynccpu.internal.protocol.FrameType.PIECE;
import static io.asynccpu.internal.protocol.FrameType.PING;
import static io.asynccpu.internal.protocol.FrameType.PONG;
import static io.asynccpu.internal.protocol.FrameType.PROGRESSED;
import static io.asynccpu.internal.protocol.FrameType.READY;
import static io.asynccpu.internal.protocol.FrameType.RECALL;
import static io.asynccpu.internal.protocol.FrameType.RETURNED;
import static io.asynccpu.internal.protocol.FrameType.RING_ARRAY;
import static io.asynccpu.internal.protocol.FrameType.RUN;
import static io.asynccpu.internal.protocol.FrameType.STACK;
import static io.asynccpu.internal.protocol.FrameType.START_FAILED;
import static io.asynccpu.internal.protocol.FrameType.STATE_CHANGED;
import static io.asynccpu.internal.protocol.FrameType.STAY;
import static io.asynccpu.internal.protocol.FrameType.STOP;
import static io.asynccpu.internal.protocol.FrameType.SUCCEEDED;
import static io.asynccpu.internal.protocol.FrameType.TAKEN;

/**
 * The frames that the other side may send, by its state: {@code STRANGER → STARTING → WORKER} for a child, always {@code PARENT} for a
 * parent. A frame that is not allowed, or longer than its type may be, is refused at its header, before memory is allocated for it and
 * before the bytes after it are read.
 */
public enum Admission {
    /** Has connected and is not authenticated yet. */
    STRANGER(bit(HELLO)),
    /** A child that is starting. */
    STARTING(bit(FrameType.STARTING) | bit(READY) | bit(START_FAILED) | bit(LOGGED) | bit(EXITING)),
    /** A child that takes tasks. */
    WORKER(bit(SUCCEEDED)
            | bit(FAILED)
            | bit(STACK)
            | bit(PROGRESSED)
            | bit(LOGGED)
            | bit(PONG)
            | bit(RETURNED)
            | bit(DUMPED)
            | bit(BOUND)
            | bit(EXITING)
            | bit(ARRAY)
            | bit(TAKEN)),
    /** The parent, whose lengths are trusted. */
    PARENT(bit(CONFIGURE)
            | bit(LEARN)
            | bit(RUN)
            | bit(CANCEL)
            | bit(RECALL)
            | bit(STOP)
            | bit(PING)
            | bit(STAY)
            | bit(LEVELS)
            | bit(STATE_CHANGED)
            | bit(DUMP)
            | bit(ARRAY)
            | bit(RING_ARRAY)
            | bit(PIECE));

    /** Bytes in addition to the payload: fields, and a head for each array. */
    private static final int OVERHEAD = 64 << 10;

    /** The bound of a log line, which has the most fields. */
    private static final int LARGEST_WITHOUT_PAYLOAD = 1 << 20;

    private static final int SMALL = 1 << 10;

    private final int types;

    Admission(int types) {
        this.types = types;
    }

    private static int bit(byte type) {
        return 1 << type;
    }

    /**
     * Checks the length, before the type has been received.
     *
     * @param maxPayload the most bytes of a task's arguments or result
     */
    public void check(int length, long maxPayload) throws ProtocolException {
        long most = this == STRANGER ? SMALL : Math.max(LARGEST_WITHOUT_PAYLOAD, maxPayload + OVERHEAD);
        if (length < 1 || length > most) {
            throw new ProtocolException("A frame claims " + length + " bytes; allowed are 1 to " + most);
        }
    }

    /**
     * Checks the whole header.
     *
     * @param length the length of the frame
     * @param beside the bytes of the arrays that preceded it
     */
    public void check(int length, byte type, long beside, long maxPayload) throws ProtocolException {
        if (type < 0 || type >= Integer.SIZE || (types & bit(type)) == 0) {
            throw new ProtocolException(
                    "A frame of " + FrameType.name(type) + " came, which a peer in state " + this + " must not send");
        }
        if (beside > 0 && !isPartOfArray(type) && type != SUCCEEDED && type != RUN) {
            throw new ProtocolException("Arrays of " + beside + " bytes came before a frame of " + FrameType.name(type)
                    + ", which has none");
        }
        long most = most(type, maxPayload);
        if (length < 1 || length > most - beside) {
            throw new ProtocolException("A frame of " + FrameType.name(type) + " claims " + length + " bytes"
                    + (beside > 0 ? " after arrays of " + beside : "") + "; allowed are 1 to " + most
                    + (beside > 0 ? " in all" : ""));
        }
    }

    private static boolean isPartOfArray(byte type) {
        return type == ARRAY || type == RING_ARRAY || type == PIECE;
    }

    private static long most(byte type, long maxPayload) {
        return switch (type) {
            case SUCCEEDED, RUN, ARRAY, RING_ARRAY, PIECE -> maxPayload + OVERHEAD;
            case LOGGED -> LARGEST_WITHOUT_PAYLOAD;
            case DUMPED -> Limits.DUMP + SMALL;
            case FAILED, STACK, START_FAILED -> Limits.FAILURE + SMALL;
            case EXITING -> Limits.EXIT_STACK + 4 * SMALL;
            case PROGRESSED -> Limits.bytes(Limits.PROGRESS) + SMALL;
            case RETURNED -> OVERHEAD;
            case CONFIGURE, LEARN, LEVELS, STATE_CHANGED, DUMP, RECALL -> Integer.MAX_VALUE;
            default -> SMALL;
        };
    }

    /** Returns the state after a frame of that type. The only place that changes the state. */
    public Admission after(byte type) {
        Admission next = this == STRANGER ? STARTING : this == STARTING && type == READY ? WORKER : this;
        if (next != this && !mayBecome(next)) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
        return next;
    }

    boolean mayBecome(Admission next) {
        return switch (this) {
            case STRANGER -> next == STARTING;
            case STARTING -> next == WORKER;
            case WORKER, PARENT -> false;
        };
    }
}
