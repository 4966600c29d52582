package io.asynccpu.internal.parent;

import java.io.IOException;

/**
 * Exception for the start of a worker whose files were removed, by a cleaner or by a task that deletes files. The next start
 * may succeed.
 */
public final class FilesGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    FilesGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
