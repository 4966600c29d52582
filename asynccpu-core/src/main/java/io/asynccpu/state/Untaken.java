package io.asynccpu.state;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Says of each part of a state once that, and why, it does not cross. Never with its value, which may be a secret. */
final class Untaken {

    /** Whoever makes up names without end hears of that many. */
    private static final int MOST = 100;

    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Untaken() {}

    static void tell(String part, String why, @Nullable Throwable cause) {
        if (TOLD.size() < MOST && TOLD.add(part)) {
            // A child loads no logging back end before there is something to say.
            LoggerFactory.getLogger(Untaken.class)
                    .warn("{} {}. Tasks run all the same; this is said once.", part, why, cause);
        }
    }
}
