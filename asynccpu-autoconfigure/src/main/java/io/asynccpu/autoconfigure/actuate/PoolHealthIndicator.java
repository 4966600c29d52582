package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * UP while the pool can take work, however busy it is; OUT_OF_SERVICE when it is stopped or could not start workers and has
 * none. Reads the pool's books only, so it never waits for a child.
 */
public final class PoolHealthIndicator extends AbstractHealthIndicator {

    private final PooledTaskExecutor executor;

    public PoolHealthIndicator(PooledTaskExecutor executor) {
        super("The health of a process pool could not be read");
        this.executor = executor;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (!executor.isRunning()) {
            builder.outOfService().withDetail("reason", "stopped with the application context");
            return;
        }
        PoolSnapshot pool = executor.pool().snapshot();
        boolean hasWorker =
                pool.workers().stream().anyMatch(worker -> worker.state().equals("READY"));
        if (pool.startFailure() != null && !hasWorker) {
            builder.outOfService().withDetail("reason", "No worker could be started: " + pool.startFailure());
        } else {
            builder.up();
        }
        builder.withDetail("workers", pool.workers().size())
                .withDetail("maxWorkers", pool.maxWorkers())
                .withDetail("running", pool.runningTasks().size())
                .withDetail("queued", pool.queuedTasks().size())
                .withDetail("submitted", pool.submitted())
                .withDetail("completed", pool.completed());
    }
}
