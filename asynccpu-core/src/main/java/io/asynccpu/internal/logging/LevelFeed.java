package io.asynccpu.internal.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells followers, in the parent, which log levels are set. Static like the logging back end. A back end that does not notify of
 * level changes has no levels here. Thread-safe.
 *
 * <p><b>Actors.</b> Workers' threads ask for the levels and follow them; the thread that changes a level calls {@link #changed()},
 * often with a lock of the back end held. <b>Shared state.</b> The followers and the source, guarded by the class's monitor, under
 * which followers are called: so of two changes the later call has the newer levels. Followers must not wait.
 */
public final class LevelFeed {

    // Guarded by the class.
    private static final List<Follower> FOLLOWERS = new ArrayList<>();
    private static @Nullable LevelSource source;

    /** A component that needs the current levels. */
    public interface Follower {

        /** Must not wait, because the thread that changes a level calls it. */
        void changed(Map<String, String> levels);
    }

    private LevelFeed() {}

    /** Returns the present levels. Called for each worker that starts. */
    public static synchronized Map<String, String> current() {
        if (source == null) {
            source = LoggingBackEnds.ofThisJvm().levels();
        }
        if (source == null) {
            return Map.of();
        }
        source.listen();
        return source.levels();
    }

    /**
     * Notifies the follower of each change, and at once if the present levels are not the known ones.
     *
     * @param known the levels that the follower has
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

    /** Called by the back end after a change. */
    public static synchronized void changed() {
        if (!FOLLOWERS.isEmpty()) {
            Map<String, String> levels = current();
            FOLLOWERS.forEach(follower -> follower.changed(levels));
        }
    }
}
