package io.asynccpu.codec;

import org.jspecify.annotations.Nullable;

/** Where in a value, and why it cannot cross; {@link FramedCodec} adds the call and the argument. */
final class UncrossableException extends Exception {

    private final String path;

    /**
     * @param path from the value to the culprit, such as {@code lines[2].price}; empty for the value itself
     */
    UncrossableException(String path, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.path = path;
    }

    String path() {
        return path;
    }
}
