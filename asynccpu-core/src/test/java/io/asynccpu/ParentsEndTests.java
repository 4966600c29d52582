package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of children whose parent ends without a word. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
@PoolTest
class ParentsEndTests {

    /** The rule is one second beside eight busy threads on two cores; this machine may be busier. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    /** What a child does when its parent ends. */
    enum Occupation {
        IDLE,
        COMPUTES,
        WAITS_IN_NATIVE_CODE,
        HAS_MANY_THREADS,
        HANGS_IN_A_SHUTDOWN_HOOK,
        HAS_OFFSPRING
    }

    public static int occupy(String diary, Occupation occupation) throws Exception {
        Diary.note(diary, Long.toString(Tasks.pid()));
        switch (occupation) {
            case WAITS_IN_NATIVE_CODE -> {
                try (ServerSocket socket = new ServerSocket(0)) {
                    Diary.note(diary, "occupied");
                    socket.accept();
                }
            }
            case HAS_MANY_THREADS -> {
                for (int i = 0; i < 300; i++) {
                    Thread thread = new Thread(Tasks::never);
                    thread.setDaemon(true);
                    thread.start();
                }
            }
            case HANGS_IN_A_SHUTDOWN_HOOK -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    Diary.note(diary, "occupied");
                    while (true) {
                        Thread.onSpinWait();
                    }
                }));
                System.exit(0);
            }
            case HAS_OFFSPRING -> {
                for (int i = 0; i < 10; i++) {
                    Diary.note(diary, Long.toString(Tasks.startsOrphan()));
                }
            }
            default -> {}
        }
        Diary.note(diary, "occupied");
        if (occupation == Occupation.IDLE) {
            return 0;
        }
        List<String> lines = new ArrayList<>();
        while (true) {
            lines.add("line " + lines.size());
            if (lines.size() > 10_000) {
                lines.sort(null);
                lines.clear();
            }
        }
    }

    /** With one worker that does as it is told. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .cancelGracePeriod(Duration.ofMinutes(1))
                    .build();
            pool.createProcessTask(ParentsEndTests::occupy, args[0], Occupation.valueOf(args[1]));
            new CountDownLatch(1).await();
        }
    }

    @Thorough
    @ParameterizedTest
    @EnumSource
    void aChildEndsWithItsParentBesideBusyThreadsWhateverItDoes(Occupation occupation) throws Exception {
        Path diary = directory.resolve("diary");
        List<Process> busy = new ArrayList<>();
        Process parent = start(Parent.class, diary.toString(), occupation.name());
        try {
            Diary.await(diary, "occupied");
            for (int i = 0; i < 8; i++) {
                busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            List<ProcessHandle> children = processes(diary);

            parent.destroyForcibly().waitFor();

            long end = System.nanoTime();
            awaitEnds(children);
            assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(BOUND);
            assertThat(markedBy(parent)).isEmpty();
        } finally {
            busy.forEach(Process::destroyForcibly);
            parent.destroyForcibly().waitFor();
        }
    }

    /** With workers, also of a pool within a task, of which some are frozen. */
    public static final class FrozenParent {

        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build();
            boolean nested = args[1].equals("nested");
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                pool.createProcessTask(nested ? FrozenParent::callsAnotherPool : FrozenParent::freezes, args[0]);
            }
            new CountDownLatch(1).await();
        }

        public static long callsAnotherPool(String diary) throws Exception {
            Diary.note(diary, Long.toString(Tasks.pid()));
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .silenceTimeout(Duration.ofHours(1))
                    .maxWorkers(1)
                    .build()) {
                return pool.createProcessTask(FrozenParent::freezes, diary).get();
            }
        }

        public static long freezes(String diary) throws Exception {
            Diary.note(diary, Long.toString(Tasks.startsOrphan()));
            Diary.note(diary, Long.toString(Tasks.pid()));
            // The parent of this JVM would find out by its silence, but not so soon.
            new ProcessBuilder("sh", "-c", "echo frozen >> " + diary + "; kill -STOP $PPID")
                    .start()
                    .waitFor();
            return 0;
        }
    }

    @Test
    void aFrozenWorkerEndsWithItsParentByTheOther() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(MixedParent.class, diary.toString());
        endsWithParent(parent, diary, 1);
    }

    /** One worker is frozen, another one idle. */
    public static final class MixedParent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder()
                    .silenceTimeout(Duration.ofHours(1))
                    .minWorkers(2)
                    .maxWorkers(2)
                    .build();
            pool.createProcessTask(FrozenParent::freezes, args[0]);
            Diary.note(args[0], Long.toString(pool.createProcessTask(Tasks::pid).get()));
            Diary.note(args[0], "ready");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aFrozenWorkerOfAPoolWithinATaskEndsWithTheParent() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(FrozenParent.class, diary.toString(), "nested", "1");
        endsWithParent(parent, diary, 1);
    }

    private static void endsWithParent(Process parent, Path diary, int frozen) throws Exception {
        try {
            Diary.awaitCount(diary, "frozen", frozen);
            List<ProcessHandle> children = processes(diary);
            assertThat(children).hasSizeGreaterThan(1);
            parent.destroyForcibly().waitFor();
            awaitEnds(children);
            assertThat(markedBy(parent)).isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** The worker in the middle dies, so nothing leads to the frozen one any more but the mark. */
    @Test
    void aFrozenWorkerOfAPoolWithinATaskEndsWithTheTasksWorker() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            ProcessTask<Long> task = pool.createProcessTask(FrozenParent::callsAnotherPool, diary.toString());
            Diary.await(diary, "frozen");
            List<ProcessHandle> children = processes(diary);
            ProcessHandle.of(task.workerPid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(task::get).hasCauseInstanceOf(WorkerCrashedException.class);
            awaitEnds(children);
        }
    }

    @Test
    void aFrozenWorkerThatIsLeftAloneEndsWhenTheNextPoolStarts() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(FrozenParent.class, diary.toString(), "plain", "1");
        try {
            Diary.await(diary, "frozen");
            List<ProcessHandle> children = processes(diary);
            parent.destroyForcibly().waitFor();
            try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
                assertThat(pool.createProcessTask(Tasks::pid).get()).isPositive();
                awaitEnds(children);
            }
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** Its only call comes when it ends already, or just before it does. */
    public static final class LateParent {
        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build();
            long millis = Long.parseLong(args[1]);
            Runnable calls = () -> {
                for (int i = 0; i < 2; i++) {
                    pool.createProcessTask(Tasks::pid);
                }
                pause(millis);
            };
            if (args[0].equals("hook")) {
                Runtime.getRuntime().addShutdownHook(new Thread(calls));
                System.exit(0);
            } else {
                calls.run();
                Runtime.getRuntime().halt(0);
            }
        }

        private static void pause(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Thorough
    @RepeatedTest(10)
    void aChildThatIsBeingStartedWhenItsParentEndsEndsToo() throws Exception {
        for (String way : List.of("hook", "halt")) {
            int millis = ThreadLocalRandom.current().nextInt(200);
            Process parent = start(LateParent.class, way, Integer.toString(millis));
            assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            long end = System.nanoTime();
            List<ProcessHandle> left = markedBy(parent);
            awaitEnds(left);
            assertThat(Duration.ofNanos(System.nanoTime() - end))
                    .as("%s after %s ms", way, millis)
                    .isLessThan(BOUND);
            assertThat(markedBy(parent)).isEmpty();
        }
    }

    /** Then gives the leash time to break, which would end this JVM. */
    public static long interruptsAllThreads() throws InterruptedException {
        Thread[] others = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .toArray(Thread[]::new);
        for (Thread thread : others) {
            thread.interrupt();
        }
        for (Thread thread : others) {
            if (thread.getName().equals("asynccpu-leash")) {
                thread.join(2000);
            }
        }
        return Tasks.pid();
    }

    @Test
    void aTaskThatInterruptsAllThreadsDoesNotCutTheLeash() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            long pid = pool.createProcessTask(ParentsEndTests::interruptsAllThreads)
                    .get();
            assertThat(pool.createProcessTask(Tasks::pid).get()).isEqualTo(pid);
        }
    }

    // --- what its own programs inherit ---

    public static int reads() throws Exception {
        return new ProcessBuilder("cat")
                .redirectInput(Redirect.INHERIT)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
    }

    public static int readsItself() throws IOException {
        return System.in.read();
    }

    @Test
    void aProgramThatReadsAnInheritedStandardInputEnds() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(ParentsEndTests::reads).get(60, TimeUnit.SECONDS))
                    .isZero();
            assertThat(pool.createProcessTask(ParentsEndTests::readsItself).get())
                    .isEqualTo(-1);
        }
    }

    public static int signals(String signal) throws Exception {
        return new ProcessBuilder("sh", "-c", "kill -" + signal + " $$; exit 7")
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aProgramHearsTheSignalsThatItWouldHearFromTheParent(String signal) throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(ParentsEndTests::signals, signal).get())
                    .isEqualTo(signals(signal));
        }
    }

    // --- means ---

    private static List<ProcessHandle> processes(Path diary) throws IOException {
        return Diary.read(diary).stream()
                .filter(line -> line.matches("\\d+"))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
    }

    private static void awaitEnds(List<ProcessHandle> processes) throws Exception {
        try {
            for (ProcessHandle process : processes) {
                process.onExit().get(30, TimeUnit.SECONDS);
            }
        } finally {
            processes.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Workers of a parent, and what they have started. */
    private static List<ProcessHandle> markedBy(Process parent) {
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process).contains("asynccpu-" + parent.pid() + "-"))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }

    private static Process start(Class<?> main, String... arguments) throws IOException {
        return ParentJvm.start(List.of(), List.of(), main, arguments);
    }
}
