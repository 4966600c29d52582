package io.asynccpu.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@PoolTest
class StartStormTests {

    /** More starts than any back-off would try in the time that these tests take. */
    private static final int STORM = 12;

    private static final class EndedWorkers implements ProcessPoolListener {
        final CountDownLatch storm = new CountDownLatch(STORM);

        @Override
        public void workerEnded(PoolSnapshot.Worker worker, String reason) {
            storm.countDown();
        }
    }

    @TempDir
    private Path directory;

    @Test
    void tasksFailThoughSeveralWorkersFailToStartInTurn() throws Exception {
        EndedWorkers ended = new EndedWorkers();
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .workerConfigurer(StartFailureTests.Refuses.class)
                .cancelTasksWhenShutdown(true)
                .listener(ended)
                .build()) {
            List<ProcessTask<Long>> tasks = Stream.generate(() -> pool.createProcessTask(Tasks::pid))
                    .limit(4)
                    .toList();
            for (ProcessTask<Long> task : tasks) {
                assertThatThrownBy(() -> task.get(20, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(WorkerStartException.class)
                        .hasMessageContaining("no license key");
            }
        }
        assertThat(ended.storm.getCount()).isPositive();
    }

    @Test
    void failingStartsAreNotRepeatedAtOnceWhileABusyWorkerLives() throws Exception {
        Path home = Files.createSymbolicLink(directory.resolve("home"), Path.of(System.getProperty("java.home")));
        Path diary = directory.resolve("diary");
        EndedWorkers ended = new EndedWorkers();
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .javaHome(home)
                .listener(ended)
                .build()) {
            ProcessTask<String> busy = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            Files.delete(home);
            ProcessTask<Long> waiting = pool.createProcessTask(Tasks::pid);
            assertThat(ended.storm.await(2, TimeUnit.SECONDS)).isFalse();
            assertThat(waiting).isNotDone();

            Files.createSymbolicLink(home, Path.of(System.getProperty("java.home")));
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isNotEqualTo(busy.workerPid());
            busy.cancel(true);
        }
    }
}
