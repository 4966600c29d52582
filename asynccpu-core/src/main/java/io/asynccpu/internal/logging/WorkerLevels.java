package io.asynccpu.internal.logging;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Applies the parent's log levels in a child. Static like the logging back end, which may be loaded later or never, since a task
 * need not log. A level that other code sets here stays until the parent's level of that logger changes. Thread-safe.
 *
 * <p><b>Actors.</b> The thread that applies level changes calls {@link #become}; the thread that first logs attaches the back end.
 * <b>Shared state.</b> The parent's levels and the back end, guarded by the class's monitor.
 */
public final class WorkerLevels {

    // Guarded by the class.
    private static Map<String, String> levels = Map.of();
    private static @Nullable LevelTarget target;

    private WorkerLevels() {}

    /** Applies new levels of the parent. */
    public static synchronized void become(Map<String, String> next) {
        Map<String, String> before = levels;
        levels = Map.copyOf(next);
        if (target != null) {
            change(before, levels, target);
        }
    }

    /** Applies the parent's levels again, after the application was configured here. */
    public static synchronized void restore() {
        // Empty if the parent does not know its own levels. Those of this JVM's configuration remain then.
        if (target != null && !levels.isEmpty()) {
            change(target.levels(), levels, target);
        }
    }

    /** Called by the back end when it is loaded or configured anew. */
    public static synchronized void attach(LevelTarget configured) {
        target = configured;
        restore();
    }

    private static void change(Map<String, String> from, Map<String, String> to, LevelTarget changed) {
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
