package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of one pool. UP while the pool can take work, however busy it is, and also while it is paused; OUT_OF_SERVICE while it
 * is stopped, or has no worker and cannot start one. Never waits for a child.
 */
public final class PoolHealthIndicator extends AbstractHealthIndicator {

    private final PooledTaskExecutor executor;

    public PoolHealthIndicator(PooledTaskExecutor executor) {
        super("The health of a process pool could not be read");
        this.executor = executor;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        PoolSnapshot pool = executor.snapshot();
        if (pool == null) {
            builder.outOfService()
                    .withDetail(
                            "reason", "Pool " + executor.name() + " is stopped, together with its application context");
            return;
        }
        builder.up();
        List<String> obstacles = obstacles(pool);
        if (!obstacles.isEmpty()) {
            // A pool with a worker still works, but shows the reason.
            if (!pool.state().equals("RUNNING") || pool.outOfService() != null || ready(pool) == 0) {
                builder.outOfService();
            }
            builder.withDetail("reason", "Pool " + pool.name() + ": " + String.join("; ", obstacles));
        }
        PoolLoad load = executor.load();
        builder.withDetail("state", pool.state())
                .withDetail("paused", pool.paused())
                .withDetail("workers", pool.workers().size())
                .withDetail("workersReady", ready(pool))
                .withDetail("maxWorkers", pool.maxWorkers())
                .withDetail("running", load.running())
                .withDetail("queued", load.queued())
                .withDetail("queueCapacity", pool.queueCapacity())
                .withDetail("submitted", pool.submitted())
                .withDetail("completed", pool.completed());
        if (pool.oldestQueued() != null) {
            builder.withDetail("oldestQueuedSince", pool.oldestQueued());
        }
        if (!pool.warnings().isEmpty()) {
            builder.withDetail("warnings", pool.warnings());
        }
        // Of this JVM, not of one pool; only process 1 inherits zombies.
        ProcessTaskPoolExecutor.zombies().ifPresent(zombies -> builder.withDetail("zombies", zombies));
        if (pool.lastDeath() != null) {
            builder.withDetail("lastDeath", pool.lastDeath());
        }
    }

    /** Reasons why no further worker can be started, one line for each. */
    private static List<String> obstacles(PoolSnapshot pool) {
        List<String> obstacles = new ArrayList<>();
        addIfKnown(obstacles, "it takes no more tasks: ", pool.state().equals("RUNNING") ? null : pool.state());
        addIfKnown(obstacles, "no worker is started for now, and every task fails at once: ", pool.outOfService());
        // Not twice, as it is the same failure.
        addIfKnown(
                obstacles,
                "the last worker could not be started: ",
                pool.outOfService() == null ? pool.startFailure() : null);
        addIfKnown(obstacles, "the next worker has to wait: ", pool.waitingForMemory());
        return obstacles;
    }

    private static void addIfKnown(List<String> obstacles, String what, @Nullable String why) {
        if (why != null) {
            obstacles.add(what + why);
        }
    }

    private static long ready(PoolSnapshot pool) {
        return pool.workers().stream()
                .filter(worker -> worker.state().equals("READY"))
                .count();
    }
}
