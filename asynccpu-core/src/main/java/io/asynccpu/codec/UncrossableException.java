package io.asynccpu.codec;

import org.jspecify.annotations.Nullable;

/** Where in a value, and why it cannot cross; {@link FramedCodec} adds the call and the argument. */
public final class UncrossableException extends Exception {

    private ValuePath path = ValuePath.HERE;

    /** For the value itself; whoever holds it says {@link #in where} it stands. */
    public UncrossableException(String reason) {
        this(reason, null);
    }

    public UncrossableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** @param path from the value to the culprit */
    public UncrossableException(ValuePath path, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.path = path;
    }

    /** The bytes are not what a codec of this version writes. */
    public static UncrossableException damagedBytes(String reason) {
        return new UncrossableException("the bytes are damaged: " + reason);
    }

    /**
     * The culprit stands in this field or element of what now holds it.
     *
     * @param step a field's name, or an index or key in brackets
     * @return this
     */
    public UncrossableException in(String step) {
        path = path.in(step);
        return this;
    }

    /** From the value to the culprit. */
    public ValuePath path() {
        return path;
    }
}
