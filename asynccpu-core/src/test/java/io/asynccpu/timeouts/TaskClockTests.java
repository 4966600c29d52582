package io.asynccpu.timeouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time of a task does not begin before what it calls is there. */
@Timeout(120)
@PoolTest
class TaskClockTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static void passes(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** As a bean whose making takes longer than its task may. */
    static class Slow {
        static {
            passes(TIMEOUT.multipliedBy(2));
        }

        private Slow() {}

        static long remaining() {
            return TaskContext.current().remaining().toMillis();
        }
    }

    static class Endless {
        static {
            forEver();
        }

        private Endless() {}

        private static void forEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException cancelled) {
                throw new IllegalStateException(cancelled);
            }
        }

        static int never() {
            return 0;
        }
    }

    static int outlastsItsTimeout() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    @Test
    void whatATaskCallsIsMadeBeforeItsTimeBegins() throws Exception {
        try (var pool = pool().build()) {
            ProcessTask<Long> first = pool.createProcessTask(Slow::remaining);
            assertThat(first.get(60, TimeUnit.SECONDS)).isBetween(1L, TIMEOUT.toMillis());
            assertThat(first.attempt()).isEqualTo(1);
            assertThat(pool.createProcessTask(Tasks::pid).get()).isEqualTo(first.workerPid());
        }
    }

    @Test
    void itsTimeBeginsThen() throws Exception {
        try (var pool = pool().build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.createProcessTask(TaskClockTests::outlastsItsTimeout)
                                .get(60, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(TaskTimeoutException.class, e -> assertThat(e.phase())
                                .isEqualTo(TaskTimeoutException.Phase.RUNNING))
                        .hasMessageContaining("timeout of PT1S");
            }
        }
    }

    @Test
    void tasksThatWaitForTheSameThingHaveTheirTimeAfterwards() throws Exception {
        try (var pool = pool().threadsPerWorker(3).build()) {
            List<ProcessTask<Long>> together = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                together.add(pool.createProcessTask(Slow::remaining));
            }
            for (ProcessTask<Long> task : together) {
                assertThat(task.get(60, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNeverThereIsGivenUpAfterTheStartupTimeout(boolean inProcess) throws Exception {
        try (var pool = pool().startupTimeout(Duration.ofSeconds(1))
                // A busy machine needs so long for the stack of the task.
                .cancelGracePeriod(Duration.ofSeconds(1))
                .inProcess(inProcess)
                .build()) {
            assertThatThrownBy(() -> pool.createProcessTask(Endless::never).get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(TaskTimeoutException.class, e -> {
                        assertThat(e.phase()).isEqualTo(TaskTimeoutException.Phase.PREPARING);
                        assertThat(e.timeout()).isEqualTo(Duration.ofSeconds(1));
                    })
                    .hasMessageContainingAll("startup timeout of PT1S", "worker.startup-timeout", "timeout of PT1S")
                    .hasStackTraceContaining("forEver");
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    private static ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).timeout(TIMEOUT);
    }
}
