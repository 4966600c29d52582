package io.asynccpu.codec.failure;

/**
 * A {@link FailureData.Report} as bytes, big-endian: version, the failure, then each throwable that only fields hold with a 1
 * before it, and 0. A throwable:
 *
 * <ul>
 *   <li>number, class name, message
 *   <li>flags: 1 if its plain message is another one and follows, 2 if its cause is open, 4 if its cause is only shown
 *   <li>count of frames, frames
 *   <li>1 and the cause, or 0
 *   <li>each suppressed one with a 1 before it, then 0
 *   <li>each field with its kind before it, then 0. A field: name of the class that declares it, its name; then if the kind is
 *       1 a class name or null, count of bytes, bytes; if it is 2 the number of a throwable; if it is 3 why it was left out; if it is 4 their count and the numbers of several
 * </ul>
 *
 * A string: its length in bytes or -1 for null, and UTF-8.
 */
final class FailureWire {

    static final byte VERSION = 2;
    static final int SMALLEST_FRAME = 7 * 4;

    static final int OTHER_PLAIN_MESSAGE = 1;
    static final int CAUSE_OPEN = 2;
    static final int CAUSE_SHOWN = 4;

    static final byte CODED = 1;
    static final byte THROWN = 2;
    static final byte LEFT_OUT = 3;
    static final byte THROWN_ONES = 4;

    /** Most that a throwable has: those that were captured, and that its cause and suppressed ones were not written. */
    static final int MOST_FIELDS = FailureField.MOST + 2;

    static final String TOO_LARGE = "the failure is too large";

    private FailureWire() {}

    /**
     * What of a failure is written.
     *
     * @param field most bytes of a field's value; if negative, nothing that a throwable holds of its own is written
     */
    record Bounds(int throwables, int frames, int characters, int field) {}
}
