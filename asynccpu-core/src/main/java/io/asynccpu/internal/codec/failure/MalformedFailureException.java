package io.asynccpu.internal.codec.failure;

import org.jspecify.annotations.Nullable;

/** Thrown when the bytes that a child sent as a failure are not one: the child is damaged or hostile. */
public final class MalformedFailureException extends IllegalArgumentException {

    MalformedFailureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
