package io.asynccpu.internal.state;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Logs one warning for each part of the JVM-wide state that is not taken over. A warning never contains the value, which may be
 * a secret. Thread-safe.
 */
final class StateWarnings {

    /** Code that makes up property names without end must not flood the log. */
    private static final int MOST = 100;

    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private StateWarnings() {}

    static void warnOnce(String part, String problem, @Nullable Throwable cause) {
        if (WARNED.size() < MOST && WARNED.add(part)) {
            // Obtained only now: a child does not load its logging back end before it logs its first line.
            LoggerFactory.getLogger(StateWarnings.class)
                    .warn("{} {}. Tasks run without it. This warning is logged once.", part, problem, cause);
        }
    }
}
