package io.asynccpu.logging;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * In the child: the parent's levels, from before a logging back end is there, since a task may never log. Static like the
 * back end. What others set here stays until the parent's level of that logger changes. Thread-safe.
 */
public final class WorkerLevels {

    // Guarded by the class.
    private static Map<String, String> levels = Map.of();
    private static @Nullable BackEnd backEnd;

    /** What knows the loggers of this JVM. */
    interface BackEnd {

        /** @param level null to inherit it */
        void set(String logger, @Nullable String level);

        /** Levels that are set, by name of logger. */
        Map<String, String> levels();
    }

    private WorkerLevels() {}

    /** The parent's levels from now on. */
    public static synchronized void become(Map<String, String> next) {
        Map<String, String> before = levels;
        levels = Map.copyOf(next);
        if (backEnd != null) {
            change(before, levels, backEnd);
        }
    }

    /** Makes them the parent's again after the application was configured here. */
    public static synchronized void restore() {
        // None if the parent does not know its own; then those of this JVM's configuration stay.
        if (backEnd != null && !levels.isEmpty()) {
            change(backEnd.levels(), levels, backEnd);
        }
    }

    /** The back end is there, or was configured anew. */
    static synchronized void attach(BackEnd configured) {
        backEnd = configured;
        restore();
    }

    private static void change(Map<String, String> from, Map<String, String> to, BackEnd changed) {
        Map<String, @Nullable String> all = new HashMap<>(from);
        all.replaceAll((logger, level) -> null);
        all.putAll(to);
        all.forEach((logger, level) -> {
            if (!Objects.equals(from.get(logger), level)) {
                changed.set(logger, level);
            }
        });
    }
}
