package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/** A worker's dump was refused or did not come; the message says why. */
public class DumpFailedException extends RuntimeException {

    private final boolean late;

    /** @param late whether the worker may still be making it */
    public DumpFailedException(String message, boolean late, @Nullable Throwable cause) {
        super(message, cause);
        this.late = late;
    }

    /** Whether the worker took too long and may still be making it. */
    public boolean isLate() {
        return late;
    }
}
