package io.asynccpu.internal.logging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log line of a worker, independent of any logging back end.
 *
 * @param level a level number of SLF4J
 * @param ownLevel the name of the level, if it exists in the back end only; null otherwise
 * @param markers for each marker its name, followed by the names of the markers that it references; at most {@link #MOST_MARKERS}
 *     names in all
 * @param keyValues in the parent the values are strings, longs, doubles and booleans
 * @param thrown in the parent a {@link io.asynccpu.internal.codec.RemoteThrowable}
 */
public record ForwardedLine(
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

    /** Includes referenced markers. */
    public static final int MOST_MARKERS = 64;

    /** The length of a marker's name, in characters. */
    public static final int LONGEST_MARKER = 128;
}
