package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** Thrown when a worker refuses a dump or does not deliver it; the message says why. */
public class DumpFailedException extends RuntimeException {

    private final boolean late;

    /** @param late whether the worker may still be writing the dump */
    public DumpFailedException(String message, boolean late, @Nullable Throwable cause) {
        super(message, cause);
        this.late = late;
    }

    /** Whether the worker took too long and may still be writing the dump. */
    public boolean isLate() {
        return late;
    }
}
