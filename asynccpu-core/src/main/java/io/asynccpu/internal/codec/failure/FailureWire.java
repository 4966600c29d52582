package io.asynccpu.internal.codec.failure;

/**
 * The wire format of a {@link FailureData.Report}, big-endian: version, the failure, then each throwable that only
 * fields hold, preceded by a 1, and a 0. A throwable:
 *
 * <ul>
 *   <li>number, class name, message
 *   <li>flags: 1 if its plain message differs and follows, 2 if its cause is open, 4 if its cause is only shown
 *   <li>count of frames, frames
 *   <li>1 and the cause, or 0
 *   <li>each suppressed throwable, preceded by a 1, then 0
 *   <li>each field, preceded by its kind, then 0. A field: name of the class that declares it, its name; then for kind
 *       1 a class name or null, count of bytes, bytes; for kind 2 the number of a throwable; for kind 3 why it was omitted;
 *       for kind 4 a count and the numbers of several throwables
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

    /**
     * The maximum that a throwable can have: the captured fields, an omitted cause and omitted suppressed throwables.
     */
    static final int MOST_FIELDS = FailureField.MOST + 2;

    static final String TOO_LARGE = "the failure is too large";

    private FailureWire() {}

    /**
     * The limits within which a failure is written.
     *
     * @param throwables how many throwables
     * @param frames how many frames of each stack
     * @param characters how long each text
     * @param field how many bytes of each field's value; if negative, no fields are written
     */
    record Bounds(int throwables, int frames, int characters, int field) {}
}
