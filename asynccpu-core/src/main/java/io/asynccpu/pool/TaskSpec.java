package io.asynccpu.pool;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a task is to do, ready to be sent: everything that does not change while it lives.
 *
 * @param name for people
 * @param function the serialized function, or null if there is a target
 * @param target for the worker's runtime, or null if there is a function
 * @param arguments coded
 * @param timeoutNanos 0 for none
 * @param queueTimeoutNanos 0 for none
 */
public record TaskSpec(
        String name,
        byte @Nullable [] function,
        @Nullable String target,
        byte[] arguments,
        Type resultType,
        long timeoutNanos,
        long queueTimeoutNanos,
        int maxAttempts) {}
