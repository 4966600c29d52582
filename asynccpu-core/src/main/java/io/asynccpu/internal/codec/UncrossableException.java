package io.asynccpu.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a value cannot cross the process boundary, with the reason and the path to the part that is the cause.
 * {@link FramedCodec} adds the call and the argument.
 */
public final class UncrossableException extends Exception {

    private ValuePath path = ValuePath.HERE;

    /** The path is empty; each object that holds the value adds its step by {@link #in}. */
    public UncrossableException(String reason) {
        this(reason, null);
    }

    public UncrossableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** @param path from the value to the part that is the cause */
    public UncrossableException(ValuePath path, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.path = path;
    }

    /** The bytes are not what a codec of this version writes. */
    public static UncrossableException damagedBytes(String reason) {
        return new UncrossableException("the bytes are damaged: " + reason);
    }

    /**
     * Adds the first step of the path: the value is in this field or element of another one.
     *
     * @param step a field's name, or an index or key in brackets
     * @return this
     */
    public UncrossableException in(String step) {
        path = path.in(step);
        return this;
    }

    /** The path from the value to the part that is the cause. */
    public ValuePath path() {
        return path;
    }
}
