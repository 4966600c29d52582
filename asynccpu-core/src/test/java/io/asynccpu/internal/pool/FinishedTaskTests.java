package io.asynccpu.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.internal.task.PoolTask;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@PoolTest
class FinishedTaskTests {

    @Test
    void whoKeepsItsFutureDoesNotKeepWhatItTookAlong(ProcessTaskPoolExecutor pool) {
        var running = pool.createProcessTask(Tasks::echo, new byte[1000]);
        var cancelled = pool.createProcessTask(Tasks::echo, new byte[1000]);
        cancelled.cancel(false);
        assertThat(running.join()).hasSize(1000);
        assertThat(((PoolTask<?>) running).arguments().length()).isZero();
        assertThat(((PoolTask<?>) cancelled).arguments().length()).isZero();
        assertThat(((PoolTask<?>) running).jvmState()).isNull();
        assertThat(((PoolTask<?>) cancelled).jvmState()).isNull();
    }
}
