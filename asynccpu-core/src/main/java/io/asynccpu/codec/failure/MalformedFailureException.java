package io.asynccpu.codec.failure;

import org.jspecify.annotations.Nullable;

/** The bytes that a child sent as a failure are none: the child is damaged or hostile. */
public final class MalformedFailureException extends IllegalArgumentException {

    MalformedFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
