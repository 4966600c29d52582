package io.asynccpu.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as plain data. A cycle in it is cut, and so is what lies beyond the given bounds.
 *
 * @param message null if it has none
 */
record FailureData(
        String className,
        @Nullable String message,
        List<StackTraceElement> frames,
        @Nullable FailureData cause,
        List<FailureData> suppressed) {

    static final int DEEPEST = 32;
    static final int MOST_THROWABLES = 128;

    FailureData {
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /** Never fails, whatever the throwable's own methods do. */
    static FailureData of(Throwable throwable) {
        return capture(throwable, Collections.newSetFromMap(new IdentityHashMap<>()), 1);
    }

    private static FailureData capture(Throwable throwable, Set<Throwable> seen, int depth) {
        seen.add(throwable);
        Throwable cause = guarded(throwable::getCause, null);
        StackTraceElement @Nullable [] frames = guarded(throwable::getStackTrace, null);
        FailureData capturedCause =
                cause != null && wanted(cause, seen, depth) ? capture(cause, seen, depth + 1) : null;
        List<FailureData> suppressed = new ArrayList<>();
        for (Throwable each : throwable.getSuppressed()) {
            if (wanted(each, seen, depth)) {
                suppressed.add(capture(each, seen, depth + 1));
            }
        }
        return new FailureData(
                throwable.getClass().getName(),
                messageOf(throwable),
                frames == null ? List.of() : List.of(frames.clone()),
                capturedCause,
                suppressed);
    }

    private static boolean wanted(Throwable next, Set<Throwable> seen, int depth) {
        return depth < DEEPEST && seen.size() < MOST_THROWABLES && !seen.contains(next);
    }

    private static @Nullable String messageOf(Throwable throwable) {
        try {
            return throwable.getMessage();
        } catch (Throwable e) {
            return "(no message: getMessage() threw " + e.getClass().getName() + ")";
        }
    }

    /** Application code: it may throw anything, and the failure that it belongs to must cross all the same. */
    private static <T> @Nullable T guarded(Supplier<@Nullable T> read, @Nullable T otherwise) {
        try {
            return read.get();
        } catch (Throwable e) {
            return otherwise;
        }
    }
}
