package io.asynccpu.api;

import io.asynccpu.api.WorkerCrashedException.Cause;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a pool has counted since its start. Nothing is lost, and no number ever falls.
 *
 * @param tasks how many ended in which way; each outcome is there. A task counts before its future is complete
 * @param bytesSent to all children, on their channels
 * @param bytesReceived from all children, on their channels
 */
public record PoolStatistics(Map<TaskOutcome, Long> tasks, Workers workers, long bytesSent, long bytesReceived) {

    /** Of a pool that has done nothing. */
    public static final PoolStatistics NONE =
            new PoolStatistics(Map.of(), new Workers(0, 0, Duration.ZERO, 0, 0, Map.of()), 0, 0);

    public PoolStatistics {
        tasks = complete(TaskOutcome.class, tasks);
    }

    /**
     * What became of its workers.
     *
     * @param started how many starts were begun
     * @param ready how many of them could take tasks
     * @param startup how long all these took together
     * @param recycled ended in an orderly way after their share of tasks, or with too much memory
     * @param retired ended in an orderly way because nobody needed them any more
     * @param deaths ended in any other way; each cause is there
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

    /** How many tasks ended that had been accepted. */
    public long completed() {
        return tasks.values().stream().mapToLong(Long::longValue).sum() - tasks.getOrDefault(TaskOutcome.REJECTED, 0L);
    }

    /** Of two pools together. */
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
