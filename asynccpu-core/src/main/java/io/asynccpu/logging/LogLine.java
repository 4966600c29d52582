package io.asynccpu.logging;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was logged in a worker, apart from any logging system.
 *
 * @param level one of SLF4J's level numbers
 * @param keyValues in the parent strings, longs, doubles and booleans
 * @param thrown in the parent a {@link io.asynccpu.codec.RemoteThrowable}
 */
public record LogLine(
        String logger,
        int level,
        String message,
        String thread,
        Instant time,
        Map<String, String> mdc,
        Map<String, Object> keyValues,
        @Nullable Throwable thrown) {}
