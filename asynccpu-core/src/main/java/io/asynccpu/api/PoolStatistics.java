package io.asynccpu.api;

import io.asynccpu.api.WorkerCrashedException.Cause;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The counters of a pool since its start. Nothing is lost, and no number ever decreases.
 *
 * @param tasks how many tasks ended with each outcome; contains every outcome. A task is counted before its future
 *     completes
 * @param bytesSent to all children, on their channels
 * @param bytesReceived from all children, on their channels
 */
public record PoolStatistics(Map<TaskOutcome, Long> tasks, Workers workers, long bytesSent, long bytesReceived) {

    /** The counters of a pool that has done nothing. */
    public static final PoolStatistics NONE =
            new PoolStatistics(Map.of(), new Workers(0, 0, Duration.ZERO, 0, 0, Map.of()), 0, 0);

    public PoolStatistics {
        tasks = complete(TaskOutcome.class, tasks);
    }

    /**
     * The counters of a pool's workers.
     *
     * @param started how many starts began
     * @param ready how many of them became ready
     * @param startup how long all these took together
     * @param recycled how many were replaced in an orderly way after their share of tasks, or for their memory
     * @param retired how many were stopped in an orderly way because they were no longer needed
     * @param deaths how many ended in any other way; contains every cause
     */
    public record Workers(
            long started, long ready, Duration startup, long recycled, long retired, Map<Cause, Long> deaths) {

        public Workers {
            deaths = complete(Cause.class, deaths);
        }

        private Workers plus(Workers other) {
            return new Workers(
                    started + other.started,
                    ready + other.ready,
                    startup.plus(other.startup),
                    recycled + other.recycled,
                    retired + other.retired,
                    sum(Cause.class, deaths, other.deaths));
        }
    }

    /** How many accepted tasks have ended. */
    public long completed() {
        return tasks.values().stream().mapToLong(Long::longValue).sum() - tasks.getOrDefault(TaskOutcome.REJECTED, 0L);
    }

    /** The sum of the counters of two pools. */
    public PoolStatistics plus(PoolStatistics other) {
        return new PoolStatistics(
                sum(TaskOutcome.class, tasks, other.tasks),
                workers.plus(other.workers),
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived);
    }

    private static <K extends Enum<K>> Map<K, Long> complete(Class<K> kind, Map<K, Long> counts) {
        return sum(kind, counts, Map.of());
    }

    private static <K extends Enum<K>> Map<K, Long> sum(Class<K> kind, Map<K, Long> some, Map<K, Long> others) {
        Map<K, Long> sum = new EnumMap<>(kind);
        for (K key : kind.getEnumConstants()) {
            sum.put(key, some.getOrDefault(key, 0L) + others.getOrDefault(key, 0L));
        }
        return Map.copyOf(sum);
    }
}
