package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerOutOfMemoryException;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.Diary;
import io.asynccpu.support.IgnoredSignals;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All the ways in which a task can end its worker, and what its caller hears; and some that hurt nobody but the task. */
@Timeout(120)
@PoolTest
class DeathTableTests {

    private static final long BOUND_SECONDS = 60;

    /**
     * One way to die.
     *
     * @param words that the message holds: what happened, and what to do
     */
    private record Way(
            String name,
            Consumer<ProcessTaskPoolExecutorBuilder> settings,
            Function<ProcessTaskPoolExecutor, ProcessTask<?>> task,
            Cause cause,
            int exitCode,
            String... words) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Way> deadly() {
        Consumer<ProcessTaskPoolExecutorBuilder> plain = builder -> {};
        return Stream.of(
                new Way(
                        "System.exit(0)",
                        plain,
                        pool -> pool.createProcessTask(Tasks::exits, 0),
                        Cause.EXITED,
                        0,
                        "exited with code 0 by itself",
                        "return or throw"),
                new Way(
                        "System.exit(7)",
                        plain,
                        pool -> pool.createProcessTask(Tasks::exits, 7),
                        Cause.EXITED,
                        7,
                        "exited with code 7 by itself"),
                new Way(
                        "Runtime.halt(0)",
                        plain,
                        pool -> pool.createProcessTask(Tasks::halts, 0),
                        Cause.EXITED,
                        0,
                        "exited with code 0 by itself"),
                new Way(
                        "heap",
                        builder -> builder.maxHeap(32 << 20),
                        pool -> pool.createProcessTask(Tasks::exhaustsHeap),
                        Cause.HEAP_EXHAUSTED,
                        3,
                        "ran out of heap (Java heap space, worker.max-heap is 32 MiB)",
                        "raise worker.max-heap"),
                new Way(
                        "an array beyond the limit of the JVM",
                        plain,
                        pool -> pool.createProcessTask(DeadlyTasks::asksForTheLongestArray),
                        Cause.ARRAY_TOO_LARGE,
                        3,
                        "an array or a text that is longer than any can be (Requested array size exceeds VM limit)",
                        "no heap is large enough"),
                new Way(
                        "a text beyond the limit of the JDK",
                        plain,
                        pool -> pool.createProcessTask(DeadlyTasks::asksForTooLongAText),
                        Cause.ARRAY_TOO_LARGE,
                        3,
                        "an array or a text that is longer than any can be",
                        "no heap is large enough",
                        "DeadlyTasks.asksForTooLongAText"),
                new Way(
                        "an OutOfMemoryError of the task's own",
                        plain,
                        pool -> pool.createProcessTask(DeadlyTasks::throwsOutOfMemory, "no room for the picture"),
                        Cause.OUT_OF_MEMORY_THROWN,
                        3,
                        "code in it threw an OutOfMemoryError of its own (no room for the picture)",
                        "its last output shows where",
                        "DeadlyTasks.throwsOutOfMemory"),
                new Way(
                        "an OutOfMemoryError without a word",
                        plain,
                        pool -> pool.createProcessTask(DeadlyTasks::throwsOutOfMemory, (String) null),
                        Cause.OUT_OF_MEMORY_THROWN,
                        3,
                        "an OutOfMemoryError of its own (null)"),
                new Way(
                        "class space",
                        builder -> builder.jvmArgs("-XX:CompressedClassSpaceSize=16m"),
                        pool -> pool.createProcessTask(DeadlyTasks::exhaustsMetaspace),
                        Cause.METASPACE_EXHAUSTED,
                        3,
                        "ran out of memory for classes (Compressed class space)",
                        "raise -XX:CompressedClassSpaceSize in worker.jvm-args"),
                new Way(
                        "metaspace",
                        builder -> builder.jvmArgs("-XX:MaxMetaspaceSize=24m"),
                        pool -> pool.createProcessTask(DeadlyTasks::exhaustsMetaspace),
                        Cause.METASPACE_EXHAUSTED,
                        3,
                        "ran out of memory for classes",
                        "-XX:MaxMetaspaceSize in worker.jvm-args",
                        "max-tasks-per-worker"),
                new Way(
                        "direct memory",
                        builder -> builder.jvmArgs("-XX:MaxDirectMemorySize=16m"),
                        pool -> pool.createProcessTask(DeadlyTasks::exhaustsDirectMemory),
                        Cause.DIRECT_MEMORY_EXHAUSTED,
                        3,
                        "ran out of memory for direct buffers",
                        "-XX:MaxDirectMemorySize in worker.jvm-args",
                        "DeadlyTasks.exhaustsDirectMemory"),
                new Way(
                        "threads",
                        builder -> builder.maxHeap(32 << 20)
                                .jvmArgs("-XX:CompressedClassSpaceSize=16m", "-XX:ReservedCodeCacheSize=16m")
                                .commandPrefix("sh", "-c", "ulimit -v 3000000; exec \"$@\"", "sh"),
                        pool -> pool.createProcessTask(DeadlyTasks::exhaustsThreads),
                        Cause.THREADS_EXHAUSTED,
                        3,
                        "could start no further thread",
                        "pids.max"),
                new Way(
                        "native code",
                        plain,
                        pool -> pool.createProcessTask(DeadlyTasks::crashes),
                        Cause.CRASHED,
                        1,
                        "crashed in native code (SIGSEGV at ",
                        "libjvm",
                        "worker.crash-reports"),
                new Way(
                        "System.exit with a hook that hangs",
                        builder -> builder.cancelGracePeriod(Duration.ofMillis(200)),
                        pool -> pool.createProcessTask(DeadlyTasks::exitsWithHangingHook),
                        Cause.KILLED_BY_POOL,
                        137,
                        "killed by this pool",
                        "shutdown hook",
                        "max-attempts"),
                new Way(
                        "a lie about the heap, which is believed",
                        plain,
                        pool -> pool.createProcessTask(DeadlyTasks::claimsToBeOutOfMemory),
                        Cause.HEAP_EXHAUSTED,
                        3,
                        "ran out of heap (Java heap space)"),
                new Way(
                        "native memory",
                        builder -> builder.maxHeap(32 << 20)
                                .jvmArgs("-XX:CompressedClassSpaceSize=16m", "-XX:ReservedCodeCacheSize=16m")
                                .commandPrefix("sh", "-c", "ulimit -v 3000000; exec \"$@\"", "sh"),
                        pool -> pool.createProcessTask(DeadlyTasks::exhaustsNativeMemory),
                        Cause.NATIVE_MEMORY_EXHAUSTED,
                        3,
                        "ran out of native memory",
                        "memory-budget"),
                new Way(
                        "an exit code that looks like a signal",
                        plain,
                        pool -> pool.createProcessTask(Tasks::exits, 143),
                        Cause.EXITED,
                        143,
                        "exited with code 143 by itself: System.exit was called by task"),
                new Way(
                        "a halt that looks like a signal",
                        plain,
                        pool -> pool.createProcessTask(Tasks::halts, 143),
                        Cause.SIGNALLED,
                        143,
                        "ended by SIGTERM, which this pool did not send, or by Runtime.halt(143)"));
    }

    @ParameterizedTest
    @MethodSource("deadly")
    void aDeathSaysWhatHappenedAndWhatToDo(Way way) throws Exception {
        var builder = ProcessTaskPoolExecutor.builder().maxWorkers(1);
        way.settings().accept(builder);
        try (var pool = builder.build()) {
            ProcessTask<?> task = way.task().apply(pool);
            WorkerCrashedException death = deathOf(task);
            assertThat(death.death().cause()).isEqualTo(way.cause());
            assertThat(death.exitCode()).isEqualTo(way.exitCode());
            assertThat(death.pid()).isEqualTo(task.workerPid());
            assertThat(death)
                    .isExactlyInstanceOf(
                            way.cause().isOutOfMemory()
                                    ? WorkerOutOfMemoryException.class
                                    : WorkerCrashedException.class)
                    .hasMessageStartingWith("The worker with pid " + task.workerPid() + " died while it ran Task "
                            + task.taskId() + " (")
                    .hasMessageContainingAll(way.words());
            assertTheNextTaskSucceeds(pool, task.workerPid());
        }
    }

    @TempDir
    private Path directory;

    @Thorough(brief = 2)
    @ParameterizedTest
    @CsvSource({
        "KILL, SIGKILL, 137, neither this pool nor",
        "TERM, SIGTERM, 143, which this pool did not send",
        "ABRT, SIGABRT, 134, which this pool did not send",
        "HUP, SIGHUP, 129, which this pool did not send",
        "PROF, SIGPROF, 155, which this pool did not send",
        "36, SIGRTMIN+2, 164, which this pool did not send",
        "SEGV, SIGSEGV, 1, 'ended by SIGSEGV, which the process with pid'"
    })
    void aSignalFromOutsideIsNamedAndNotThisPools(String sent, String signal, int exitCode, String words)
            throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .commandPrefix(IgnoredSignals.hear(sent))
                .build()) {
            ProcessTask<String> task = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            signal(sent, task.workerPid());
            WorkerCrashedException death = deathOf(task);
            assertThat(death.death().cause()).isEqualTo(Cause.SIGNALLED);
            assertThat(death.signal()).isEqualTo(signal);
            assertThat(death.exitCode()).isEqualTo(exitCode);
            // Without control groups the second half of the first row is unknown, and the message says so.
            assertThat(death.getMessage())
                    .containsAnyOf(words, "is unknown here")
                    .contains("max-attempts");
            assertTheNextTaskSucceeds(pool, task.workerPid());
        }
    }

    @Test
    void sigquitKillsNobody() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<String> task = pool.createProcessTask(DeadlyTasks::returnsWhenTold, diary.toString());
            Diary.await(diary, "started");
            signal("QUIT", task.workerPid());
            Diary.note(diary.toString(), "go");
            assertThat(task.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo("went");
            assertTheWorkerGoesOn(pool, task.workerPid());
        }
    }

    @Test
    void aStackOverflowIsTheTasksOwnFailure(ProcessTaskPoolExecutor pool) throws Exception {
        ProcessTask<Integer> task = pool.createProcessTask(DeadlyTasks::overflowsStack);
        assertThat(failureOf(task)).isInstanceOf(StackOverflowError.class);
        assertTheWorkerGoesOn(pool, task.workerPid());
    }

    @Test
    void exhaustedDescriptorsAreTheTasksOwnFailure() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .commandPrefix("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh")
                .build()) {
            // Here classes are files, too: those that a failure needs are loaded before none can be opened any more.
            failureOf(pool.createProcessTask(Tasks::fails, "once"));
            pool.createProcessTask(Tasks::pid).get();
            ProcessTask<Integer> task = pool.createProcessTask(DeadlyTasks::exhaustsDescriptors);
            assertThat(failureOf(task)).isInstanceOf(IOException.class).hasMessageContaining("Too many open files");
            assertTheWorkerGoesOn(pool, task.workerPid());
        }
    }

    @Test
    void anErrorInAThreadOfTheTaskHurtsNobody(ProcessTaskPoolExecutor pool) throws Exception {
        ProcessTask<Integer> task = pool.createProcessTask(DeadlyTasks::losesAThread);
        assertThat(task.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(7);
        assertTheWorkerGoesOn(pool, task.workerPid());
    }

    private static void signal(String name, long pid) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static WorkerCrashedException deathOf(ProcessTask<?> task) {
        return (WorkerCrashedException) failureOf(task);
    }

    private static Throwable failureOf(ProcessTask<?> task) {
        return catchThrowableOfType(ExecutionException.class, () -> task.get(BOUND_SECONDS, TimeUnit.SECONDS))
                .getCause();
    }

    private static void assertTheNextTaskSucceeds(ProcessTaskPoolExecutor pool, long deadPid) throws Exception {
        assertThat(pool.createProcessTask(Tasks::pid).get(BOUND_SECONDS, TimeUnit.SECONDS))
                .isNotEqualTo(deadPid);
    }

    private static void assertTheWorkerGoesOn(ProcessTaskPoolExecutor pool, long pid) throws Exception {
        assertThat(pool.createProcessTask(Tasks::pid).get(BOUND_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(pid);
    }
}
