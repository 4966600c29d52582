package io.asynccpu.supervisor;

import java.io.IOException;

/** A worker's files were removed while it started: by a cleaner, or by a task that wipes. The next one may be luckier. */
public final class FilesGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    FilesGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
