package io.asynccpu.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In the parent: the levels that are set, by name of logger, for whoever follows them. Static like the logging system. With
 * neither Logback nor Log4j 2 nobody knows when a level changes, so there are none. Thread-safe.
 */
public final class LevelFeed {

    // Guarded by the class.
    private static final List<Follower> FOLLOWERS = new ArrayList<>();
    private static @Nullable Source source;

    /** Wants to know what the levels are. */
    public interface Follower {

        /** Must not wait: it is called by the thread that changes a level. */
        void changed(Map<String, String> levels);
    }

    /** A logging system that knows its levels. */
    interface Source {

        /** Calls {@link #changed()} after each change from now on, or again. */
        void listen();

        /** Those that are set. */
        Map<String, String> levels();
    }

    private LevelFeed() {}

    /** The levels now. Asked for by each worker that starts. */
    public static synchronized Map<String, String> current() {
        if (source == null) {
            source = LoggingSystem.ofThisJvm().levels();
        }
        if (source == null) {
            return Map.of();
        }
        source.listen();
        return source.levels();
    }

    /**
     * Tells of every change, and at once if the levels are others than the known ones.
     *
     * @param known what the follower has
     */
    public static synchronized void follow(Follower follower, Map<String, String> known) {
        FOLLOWERS.add(follower);
        Map<String, String> levels = current();
        if (!levels.equals(known)) {
            follower.changed(levels);
        }
    }

    public static synchronized void leave(Follower follower) {
        FOLLOWERS.remove(follower);
    }

    /** Guards against race of two changes: whoever comes last tells all. */
    static synchronized void changed() {
        if (!FOLLOWERS.isEmpty()) {
            Map<String, String> levels = current();
            FOLLOWERS.forEach(follower -> follower.changed(levels));
        }
    }
}
