package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two threads in one worker: one task exits the JVM, whose other thread runs on for a while. */
@Timeout(120)
@PoolTest
class ExitingNeighborTests {

    private static final int ROUNDS = Thorough.Extent.of(5);

    private static final CountDownLatch EXITING = new CountDownLatch(1);

    @TempDir
    private Path directory;

    @Thorough
    @Test
    void whatEndsBesideAnExitIsStartedOncePerAttempt() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(2)
                .maxAttempts(2)
                .retryDelay(Duration.ofMillis(10))
                .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                // So that the following ones are sent ahead.
                List<ProcessTask<Integer>> quick = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    quick.add(pool.createProcessTask(ExitingNeighborTests::returns, i));
                }
                quick.forEach(ProcessTask::join);
                List<ProcessTask<Integer>> beside = new ArrayList<>();
                var exiting = pool.createProcessTask(ExitingNeighborTests::exitsOnce);
                beside.add(pool.createProcessTask(ExitingNeighborTests::outlivesAnExit, diary.toString()));
                for (int i = 0; i < 5; i++) {
                    beside.add(pool.createProcessTask(ExitingNeighborTests::notes, diary.toString()));
                }
                assertThat(exiting.get(60, TimeUnit.SECONDS)).isEqualTo(2);
                for (ProcessTask<Integer> task : beside) {
                    assertThat(task.get(60, TimeUnit.SECONDS)).isLessThanOrEqualTo(2);
                }
            }
        }
        assertThat(Diary.read(diary)).isNotEmpty().doesNotHaveDuplicates();
    }

    public static int returns(int number) {
        return number;
    }

    /** At its first attempt; a shutdown hook holds up the end, as those of applications do. */
    public static int exitsOnce() {
        if (TaskContext.current().attempt() == 1) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                EXITING.countDown();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }));
            // Until the worker's main thread listens, and so has what was sent ahead.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(8));
            System.exit(3);
        }
        return TaskContext.current().attempt();
    }

    /** Returns when the channel is closed, or about then: the worker's own hook runs beside that of the other task. */
    public static int outlivesAnExit(String diary) throws InterruptedException {
        int attempt = notes(diary);
        if (attempt == 1) {
            EXITING.await();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return attempt;
    }

    public static int notes(String diary) {
        TaskContext task = TaskContext.current();
        Diary.note(diary, "task " + task.taskId() + ", attempt " + task.attempt());
        return task.attempt();
    }
}
