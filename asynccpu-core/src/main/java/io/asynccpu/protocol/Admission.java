package io.asynccpu.protocol;

import static io.asynccpu.protocol.FrameType.ARRAY;
import static io.asynccpu.protocol.FrameType.BOUND;
import static io.asynccpu.protocol.FrameType.CANCEL;
import static io.asynccpu.protocol.FrameType.CONFIGURE;
import static io.asynccpu.protocol.FrameType.DUMP;
import static io.asynccpu.protocol.FrameType.DUMPED;
import static io.asynccpu.protocol.FrameType.EXITING;
import static io.asynccpu.protocol.FrameType.FAILED;
import static io.asynccpu.protocol.FrameType.HELLO;
import static io.asynccpu.protocol.FrameType.LEARN;
import static io.asynccpu.protocol.FrameType.LEVELS;
import static io.asynccpu.protocol.FrameType.LOGGED;
import static io.asynccpu.protocol.FrameType.PING;
import static io.asynccpu.protocol.FrameType.PONG;
import static io.asynccpu.protocol.FrameType.PROGRESSED;
import static io.asynccpu.protocol.FrameType.READY;
import static io.asynccpu.protocol.FrameType.RECALL;
import static io.asynccpu.protocol.FrameType.RETURNED;
import static io.asynccpu.protocol.FrameType.RUN;
import static io.asynccpu.protocol.FrameType.STACK;
import static io.asynccpu.protocol.FrameType.START_FAILED;
import static io.asynccpu.protocol.FrameType.STATE_CHANGED;
import static io.asynccpu.protocol.FrameType.STAY;
import static io.asynccpu.protocol.FrameType.STOP;
import static io.asynccpu.protocol.FrameType.SUCCEEDED;

/**
 * Which frames the other side may send, by who it is: {@code STRANGER → STARTING → WORKER} for a child, always
 * {@code PARENT} for a parent. What may not come, or is longer than its kind may be, is refused at its header: before anything
 * is allocated for it, and before what comes after it is read.
 */
public enum Admission {
    /** Has connected, and is to say who it is. */
    STRANGER(bit(HELLO)),
    /** A child that is not ready yet. */
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
            | bit(ARRAY)),
    /** Is trusted with the length of what users give it. */
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
            | bit(ARRAY));

    /** Besides the payload: fields, and a head for each array. */
    private static final int OVERHEAD = 64 << 10;

    /** With a log line's fields. */
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
     * By the length alone, when nothing more has come.
     *
     * @param maxPayload most bytes of a task's arguments or result
     */
    public void check(int length, long maxPayload) throws ProtocolException {
        long most = this == STRANGER ? SMALL : Math.max(LARGEST_WITHOUT_PAYLOAD, maxPayload + OVERHEAD);
        if (length < 1 || length > most) {
            throw new ProtocolException("A frame claims " + length + " bytes; allowed are 1 to " + most);
        }
    }

    /**
     * By the whole header.
     *
     * @param length of the frame
     * @param beside bytes of the arrays that came before it
     */
    public void check(int length, byte type, long beside, long maxPayload) throws ProtocolException {
        if (type < 0 || type >= Integer.SIZE || (types & bit(type)) == 0) {
            throw new ProtocolException(
                    "A frame of " + FrameType.name(type) + " came, which nobody may send who is " + this);
        }
        if (beside > 0 && type != ARRAY && type != SUCCEEDED && type != RUN) {
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

    private static long most(byte type, long maxPayload) {
        return switch (type) {
            case SUCCEEDED, RUN, ARRAY -> maxPayload + OVERHEAD;
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

    /** Who it is after a frame of that type. The one place that says so. */
    public Admission after(byte type) {
        if (this == STRANGER) {
            return STARTING;
        }
        return this == STARTING && type == READY ? WORKER : this;
    }
}
