package io.asynccpu.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.internal.child.InProcessWorker;
import io.asynccpu.support.CapturedLog;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tasks on threads of this JVM do to it: nothing. */
@Timeout(60)
@PoolTest
class InProcessTests {

    private static final InheritableThreadLocal<String> OF_THE_CALLER = new InheritableThreadLocal<>();

    @TempDir
    private Path directory;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog(InProcessWorker.class);

    private Path diary() {
        return directory.resolve("diary");
    }

    private static ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder().name("house").maxWorkers(1).inProcess(true);
    }

    @Test
    void noProcessIsStartedAndTheStreamsStayAsTheyAre() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        try (var pool = oneWorker().build()) {
            ProcessTask<Long> task = pool.createProcessTask(Tasks::pid);
            assertThat(task.join()).isEqualTo(ProcessHandle.current().pid());
            assertThat(task.workerPid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(ProcessHandle.current().children()).isEmpty();
        }
        assertThat(System.out).isSameAs(out);
        assertThat(System.err).isSameAs(err);
        assertThat(System.in).isSameAs(in);
    }

    @Test
    void settingsForAChildHaveNoEffect() {
        try (var pool = oneWorker()
                .jvmArgs("--no-such-option")
                .javaHome(Path.of("nowhere"))
                .memoryBudget(1)
                .maxWorkerMemory(1)
                .commandPrefix("no-such-command")
                .build()) {
            assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
            assertThat(pool.createProcessTask(Tasks::count, 2).join()).isEqualTo(2);
            assertThat(pool.snapshot().workers()).singleElement().satisfies(worker -> assertThat(worker.tasksDone())
                    .isEqualTo(2));
        }
    }

    @Test
    void noThreadIsLeft() throws Exception {
        try (var pool = oneWorker().threadsPerWorker(2).build()) {
            ProcessTask<Long> first = pool.createProcessTask(Tasks::meets, directory.toString(), 2);
            ProcessTask<Long> second = pool.createProcessTask(Tasks::meets, directory.toString(), 2);
            assertThat(List.of(first.join(), second.join()))
                    .containsOnly(ProcessHandle.current().pid());
            assertThat(taskThreads()).hasSize(2);
        }
        for (Thread thread : taskThreads()) {
            thread.join();
        }
    }

    private static List<Thread> taskThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("house-task-"))
                .toList();
    }

    @Test
    void whatCannotBeStoppedIsAbandonedWithAWarningThatNamesIt() throws Exception {
        PoolEvents events = new PoolEvents();
        Path neighbor = directory.resolve("neighbor");
        try (var pool = oneWorker()
                .listener(events)
                .threadsPerWorker(2)
                .cancelGracePeriod(Duration.ofMillis(100))
                .neighborGracePeriod(Duration.ofMillis(100))
                .build()) {
            ProcessTask<Long> deaf = pool.createProcessTask(Tasks::finishesWhenTold, diary().toString());
            ProcessTask<String> beside = pool.createProcessTask(Tasks::waits, neighbor.toString());
            Diary.await(diary(), "started");
            Diary.await(neighbor, "started 1");
            deaf.cancel(true);
            assertThat(events.awaitEnds(1)).singleElement().asString().contains("was given up by this pool");
            assertThatThrownBy(beside::get).cause().isInstanceOf(WorkerCrashedException.class);
            // It heeds its interrupt, which is all that can be done to it.
            Diary.await(neighbor, "interrupted false");
            assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
            assertThat(log.messages(Level.WARN)).anySatisfy(warning -> assertThat(warning)
                    .contains("Task " + deaf.taskId(), "Tasks::finishesWhenTold", "pool house", "abandoned"));
        } finally {
            Diary.note(diary().toString(), "go");
        }
        for (Thread thread : taskThreads()) {
            thread.join();
        }
    }

    @Test
    void anErrorForWantOfMemoryIsTheTasksAndTheJvmGoesOn() {
        try (var pool = oneWorker().build()) {
            assertThatThrownBy(pool.createProcessTask(InProcessTests::wantsTooMuch)::get)
                    .cause()
                    .isExactlyInstanceOf(OutOfMemoryError.class)
                    .hasMessage("too much");
            assertThat(pool.createProcessTask(Tasks::count, 1).join()).isEqualTo(1);
            assertThat(pool.snapshot().workers()).singleElement().satisfies(worker -> assertThat(worker.tasksDone())
                    .isEqualTo(2));
        }
    }

    static int wantsTooMuch() {
        throw new OutOfMemoryError("too much");
    }

    @Test
    void aTaskSeesTheApplicationsClassesButNoThreadLocalOfItsCaller() {
        OF_THE_CALLER.set("mine");
        try (var pool = oneWorker().build()) {
            assertThat(pool.createProcessTask(InProcessTests::inherited).join())
                    .isEqualTo("null " + Thread.currentThread().getContextClassLoader());
        } finally {
            OF_THE_CALLER.remove();
        }
    }

    static String inherited() {
        return OF_THE_CALLER.get() + " "
                + Objects.requireNonNull(Thread.currentThread().getContextClassLoader());
    }

    @Test
    void aPoolThatIsClosedWhileItsWorkerStartsEnds() {
        for (int i = 0; i < 20; i++) {
            oneWorker().minWorkers(1).build().close();
        }
    }
}
