package io.asynccpu.codec;

import org.jspecify.annotations.Nullable;

/** Where in a value, and why it cannot cross; {@link FramedCodec} adds the call and the argument. */
public final class UncrossableException extends Exception {

    /** A path of a thousand steps helps nobody. */
    private static final int LONGEST_PATH = 200;

    private String path = "";

    /** For the value itself; whoever holds it says {@link #in where} it stands. */
    public UncrossableException(String reason) {
        this(reason, null);
    }

    public UncrossableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /**
     * @param path from the value to the culprit, such as {@code lines[2].price}; empty for the value itself
     */
    public UncrossableException(String path, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.path = path;
    }

    /**
     * The culprit stands in this field or element of what now holds it.
     *
     * @param step a field's name, or an index or key in brackets
     * @return this
     */
    public UncrossableException in(String step) {
        if (path.length() < LONGEST_PATH) {
            path = path.isEmpty() || path.startsWith("[") ? step + path : step + "." + path;
        } else if (!path.startsWith("…")) {
            path = "…" + path;
        }
        return this;
    }

    public String path() {
        return path;
    }
}
