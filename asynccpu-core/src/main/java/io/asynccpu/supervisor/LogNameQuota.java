package io.asynccpu.supervisor;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that the children of a pool have brought into the parent's log: of loggers, which logging systems keep for ever, and of
 * keys, by which others count and index. A hostile child makes them up without end, and after its death the next one goes
 * on; so they are counted over all workers of a pool, and of a later pool with its name. What does not fit any more goes under
 * one name. Other pools have a count of their own: no child takes away a neighbour's names. Thread-safe.
 */
final class LogNameQuota {

    static final int MOST_LOGGERS = 5_000;
    static final int MOST_KEYS = 1_000;

    /** Of a logger, in characters. Keys are as long as a line allows. */
    static final int LONGEST_LOGGER = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LogNameQuota.class);

    private static final Map<String, LogNameQuota> BY_POOL = new ConcurrentHashMap<>();

    private final String pool;
    // Written under this only, so that there are never more than there may be.
    private final Set<String> loggers = ConcurrentHashMap.newKeySet();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    // Guarded by this.
    private boolean warnedOfLoggers;
    private boolean warnedOfKeys;

    private LogNameQuota(String pool) {
        this.pool = pool;
    }

    /** Those of the pool with that name. */
    static LogNameQuota of(String pool) {
        return BY_POOL.computeIfAbsent(pool, LogNameQuota::new);
    }

    /**
     * Whether lines may go under that name.
     *
     * @param isThere whether the logging system has a logger of a name already
     */
    boolean admitsLogger(String name, Predicate<String> isThere) {
        if (loggers.contains(name) || isThere.test(name)) {
            return true;
        }
        synchronized (this) {
            if (name.length() <= LONGEST_LOGGER) {
                Set<String> made = made(name, isThere);
                if (loggers.size() + made.size() <= MOST_LOGGERS) {
                    loggers.addAll(made);
                    return true;
                }
            }
            if (warnedOfLoggers) {
                return false;
            }
            warnedOfLoggers = true;
        }
        LOG.warn(
                "Workers of pool {} log under more names of loggers than the {} that they may bring into this JVM, or under"
                        + " longer ones than {} characters, and a logging system keeps each for ever: further lines go to the"
                        + " logger {}, with the name in the MDC as {}. Let tasks log under the names of their classes",
                pool,
                MOST_LOGGERS,
                LONGEST_LOGGER,
                otherLogger(),
                ForwardedLog.LOGGER);
        return false;
    }

    /** With all that logging systems make above a logger: each part of its name may be one more. */
    private Set<String> made(String name, Predicate<String> isThere) {
        Set<String> made = new HashSet<>();
        made.add(name);
        for (int end = 0; end < name.length(); end++) {
            if (name.charAt(end) == '.' || name.charAt(end) == '$') {
                String part = name.substring(0, end);
                if (!loggers.contains(part) && !isThere.test(part)) {
                    made.add(part);
                }
            }
        }
        return made;
    }

    /** Takes the lines of the others. */
    String otherLogger() {
        return "io.asynccpu.worker." + pool + ".log";
    }

    /** Whether a line's MDC and key-values may have that key. */
    boolean admitsKey(String key) {
        if (keys.contains(key)) {
            return true;
        }
        synchronized (this) {
            if (keys.size() < MOST_KEYS) {
                keys.add(key);
                return true;
            } else if (warnedOfKeys) {
                return false;
            }
            warnedOfKeys = true;
        }
        LOG.warn(
                "Workers of pool {} log with more than {} different keys in MDC and key-values: further ones stand together"
                        + " under the key {}. Let tasks keep to a few keys, and put what varies into the values",
                pool,
                MOST_KEYS,
                ForwardedLog.OTHERS);
        return false;
    }
}
