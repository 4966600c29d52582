package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@PoolTest
class WorkerDeathTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void anExitIsADeathWhateverItsCode(int code, ProcessTaskPoolExecutor pool) {
        ProcessTask<Integer> task = pool.createProcessTask(Tasks::exits, code);
        assertThatThrownBy(task::get)
                .cause()
                .isExactlyInstanceOf(WorkerCrashedException.class)
                .hasMessageContaining("exited with code " + code)
                .isInstanceOfSatisfying(WorkerCrashedException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(code);
                    assertThat(e.pid()).isEqualTo(task.workerPid());
                    assertThat(e.signal()).isNull();
                });
        assertThat(pool.createProcessTask(Tasks::pid).join()).isNotEqualTo(task.workerPid());
    }

    @Test
    void anExhaustedHeapHurtsNobodyElse() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxHeap(32 << 20)
                .build()) {
            assertThatThrownBy(() -> pool.createProcessTask(Tasks::exhaustsHeap).get())
                    .cause()
                    .isInstanceOf(WorkerOutOfMemoryException.class)
                    .hasMessageContaining("32 MiB")
                    .hasMessageContaining("Java heap space");
            assertThat(pool.createProcessTask(Tasks::pid).join()).isPositive();
        }
    }

    /** In the child: runs out of threads while an exception that prints itself keeps the lock of standard error. */
    static int isExhaustedBesideSlowPrinter() throws InterruptedException {
        CountDownLatch prints = new CountDownLatch(1);
        Exception slow = new Exception() {
            @Override
            public String toString() {
                prints.countDown();
                while (true) {
                    LockSupport.park();
                }
            }
        };
        Thread printer = new Thread(slow::printStackTrace);
        printer.setDaemon(true);
        printer.start();
        prints.await();
        throw new OutOfMemoryError("unable to create native thread");
    }

    @Test
    void theEndOfAnExhaustedWorkerWaitsForNobodyWhoPrints(ProcessTaskPoolExecutor pool) {
        ProcessTask<Integer> task = pool.createProcessTask(WorkerDeathTests::isExhaustedBesideSlowPrinter);
        assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(WorkerOutOfMemoryException.class)
                .hasMessageContaining("unable to create native thread");
    }

    @Test
    void aSignalIsNamed() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            ProcessHandle.of(task.workerPid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(task::get).cause().isInstanceOfSatisfying(WorkerCrashedException.class, e -> {
                assertThat(e.signal()).isEqualTo("SIGKILL");
                assertThat(e.exitCode()).isEqualTo(137);
            });
        }
    }

    @Test
    void aTaskIsStartedAtMostOnceByDefault() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::diesUntilAttempt, diary.toString(), 2);
            assertThatThrownBy(task::get).hasCauseInstanceOf(WorkerCrashedException.class);
            assertThat(Diary.read(diary)).containsExactly("started 1");
        }
    }

    @Test
    void maxAttemptsStartsItAgainElsewhere() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).maxAttempts(3).build()) {
            ProcessTask<Integer> task = pool.createProcessTask(Tasks::diesUntilAttempt, diary.toString(), 3);
            assertThat(task.get()).isEqualTo(3);
            assertThat(Diary.read(diary)).containsExactly("started 1", "started 2", "started 3");
            assertThat(task.attempt()).isEqualTo(3);
        }
    }

    @Test
    void theDeathOfAnIdleWorkerIsNoTasksFault(ProcessTaskPoolExecutor pool) throws Exception {
        for (int i = 0; i < 20; i++) {
            long pid = pool.createProcessTask(Tasks::pid).get();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            // At once, so that the pool may not have noticed yet: the task was sent but never started.
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isNotEqualTo(pid);
        }
    }

    @NotBehindAWall("a program in the sandbox has another number here; WallEndTests sees it end")
    @Test
    void grandchildrenEndWithTheirWorker() throws Exception {
        ProcessHandle grandchild;
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            grandchild = ProcessHandle.of(
                            pool.createProcessTask(Tasks::startsGrandchild).join())
                    .orElseThrow();
            assertThat(grandchild.isAlive()).isTrue();
        }
        grandchild.onExit().get(60, TimeUnit.SECONDS);
    }
}
