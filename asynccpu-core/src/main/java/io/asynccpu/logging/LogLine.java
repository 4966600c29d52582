package io.asynccpu.logging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was logged in a worker, apart from any logging system.
 *
 * @param level one of SLF4J's level numbers
 * @param ownLevel name of the logging system's own level, if SLF4J has none such; null otherwise
 * @param markers at most {@link #MOST_MARKERS} names: of each marker its name, then the names of all that it refers to
 * @param keyValues in the parent strings, longs, doubles and booleans
 * @param thrown in the parent a {@link io.asynccpu.codec.failure.RemoteThrowable}
 */
public record LogLine(
        String logger,
        int level,
        @Nullable String ownLevel,
        String message,
        String thread,
        Instant time,
        List<List<String>> markers,
        Map<String, String> mdc,
        Map<String, Object> keyValues,
        @Nullable Throwable thrown) {

    /** With all that they refer to. */
    public static final int MOST_MARKERS = 64;

    /** Of a marker's name, in characters. */
    public static final int LONGEST_MARKER = 128;
}
