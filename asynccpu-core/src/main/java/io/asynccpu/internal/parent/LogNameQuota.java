package io.asynccpu.internal.parent;

import io.asynccpu.internal.protocol.Limits;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how many names the children of a pool may add to the parent's log: names of loggers, which logging systems keep for
 * ever, and keys of the MDC and of key-value pairs, which log analyzers count and index.
 *
 * <p>A hostile child can invent names without end, and so can the next child after its death. So names are counted over all
 * workers of a pool, and also for a later pool with the same name. All names beyond the limit are replaced by one name. Each
 * pool has its own count, so that no child uses up the names of another pool. Thread-safe.
 */
final class LogNameQuota {

    static final int MOST_LOGGERS = 5_000;
    static final int MOST_KEYS = 1_000;

    /** Longest name of a logger, in characters. Keys are bounded by the length of a line. */
    static final int LONGEST_LOGGER = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LogNameQuota.class);

    private static final Map<String, LogNameQuota> BY_POOL = new ConcurrentHashMap<>();

    private final String pool;
    // Written under this only, so that the bound holds.
    private final Set<String> loggers = ConcurrentHashMap.newKeySet();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    // Guarded by this.
    private boolean warnedOfLoggers;
    private boolean warnedOfKeys;

    private LogNameQuota(String pool) {
        this.pool = pool;
    }

    /** The quota of the pool with that name. */
    static LogNameQuota of(String pool) {
        return BY_POOL.computeIfAbsent(pool, LogNameQuota::new);
    }

    /**
     * Whether lines may go to the logger of that name.
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
                MdcKeys.LOGGER);
        return false;
    }

    /**
     * The name with the names of all loggers that logging systems make above it: each part of its name may be one more.
     */
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

    /** The logger for lines whose own logger is not admitted. */
    String otherLogger() {
        return "io.asynccpu.worker." + pool + ".log";
    }

    /** Whether a line's MDC and key-values may have that key. */
    private boolean admitsKey(String key) {
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
                MdcKeys.OTHERS);
        return false;
    }

    /** Puts the entries with admitted keys into one map; all others stand together in the MDC. */
    <V> void sort(Map<String, ? extends V> brought, Map<String, V> admitted, Map<String, String> mdc) {
        StringBuilder others = new StringBuilder(mdc.getOrDefault(MdcKeys.OTHERS, ""));
        brought.forEach((key, value) -> {
            if (admitsKey(key)) {
                admitted.put(key, value);
            } else {
                others.append(others.isEmpty() ? "" : ", ")
                        .append(key)
                        .append('=')
                        .append(value);
            }
        });
        if (!others.isEmpty()) {
            mdc.put(MdcKeys.OTHERS, Limits.cut(others.toString(), Limits.MAP));
        }
    }
}
