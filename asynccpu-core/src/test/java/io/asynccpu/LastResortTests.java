package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a parent does when its own means are at an end. Each is a JVM of its own. */
@Tag("chaos")
@Timeout(300)
@PoolTest
class LastResortTests {

    @TempDir
    private Path directory;

    /** With a small heap: results that do not fit into it, one of which comes while half of the heap is in use. */
    static final class SmallParent {

        private SmallParent() {}

        public static void main(String[] args) throws Exception {
            String diary = args[0];
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .threadsPerWorker(2)
                    .maxHeap(512L << 20)
                    .maxPayload(400L << 20)
                    .build()) {
                for (int round = 0; round < 3; round++) {
                    ProcessTask<byte[]> huge = pool.createProcessTask(LastResortTests::bytes, 200 << 20);
                    ProcessTask<List<String>> many = pool.createProcessTask(LastResortTests::strings, 1_000_000);
                    Diary.note(diary, "array " + outcome(huge));
                    Diary.note(diary, "strings " + outcome(many));
                    Diary.note(
                            diary, "next " + (pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS) > 0));
                }
            }
            Diary.note(diary, "closed");
        }

        private static String outcome(ProcessTask<?> task) throws Exception {
            try {
                task.get(60, TimeUnit.SECONDS);
                return "fits";
            } catch (ExecutionException e) {
                return e.getCause().getClass().getSimpleName();
            }
        }
    }

    static byte[] bytes(int count) {
        return new byte[count];
    }

    static List<String> strings(int count) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add("string " + i);
        }
        return strings;
    }

    @Test
    void aParentWithoutMemoryForAResultAnswersItsTasksAndGoesOn() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(SmallParent.class, "-Xmx64m", diary.toString());
        assertThat(parent.waitFor(150, TimeUnit.SECONDS)).as("its end").isTrue();
        assertThat(parent.exitValue()).isZero();
        assertThat(Diary.read(diary))
                .hasSize(10)
                .endsWith("closed")
                .filteredOn(line -> line.startsWith("next"))
                .containsOnly("next true");
        assertThat(Diary.read(diary))
                .filteredOn(line -> line.startsWith("array"))
                .containsOnly("array WorkerCrashedException");
        // Either the bytes or the objects do not fit; or the array's end has taken the worker with it.
        assertThat(Diary.read(diary))
                .filteredOn(line -> line.startsWith("strings"))
                .isSubsetOf("strings WorkerCrashedException", "strings TaskNotSerializableException");
    }

    static int halts(int code) {
        Runtime.getRuntime().halt(code);
        return 0;
    }

    static int fails(int length) {
        throw new IllegalStateException("x".repeat(length));
    }

    /** Whose heap is full to its last word now and then, for longer than a step of the pool takes. */
    static final class FullParent {

        private static final int TASKS = 30;

        private static volatile boolean over;

        private FullParent() {}

        /** A list in which each array holds the next one. */
        private static void fill() {
            Object[] head = new Object[1];
            for (int size = 1 << 17; size >= 2; size /= 4) {
                try {
                    while (!over) {
                        Object[] longer = new Object[size];
                        longer[0] = head;
                        head = longer;
                    }
                } catch (OutOfMemoryError full) {
                    // That is the point.
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
            head[0] = null;
        }

        private static void fillAgainAndAgain() {
            while (!over) {
                fill();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
            }
        }

        public static void main(String[] args) throws Exception {
            var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(2)
                    .threadsPerWorker(2)
                    .maxHeap(128L << 20)
                    .build();
            // Classes and call sites that could not be linked without memory stay so.
            for (int i = 0; i < 9; i++) {
                end(pool.createProcessTask(LastResortTests::halts, 3));
                end(submit(pool, i));
            }
            ProcessTask<?>[] tasks = new ProcessTask<?>[TASKS];
            Thread glutton = new Thread(FullParent::fillAgainAndAgain);
            glutton.start();
            for (int i = 0; i < TASKS; ) {
                try {
                    tasks[i] = submit(pool, i);
                    i++;
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                } catch (OutOfMemoryError full) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            }
            over = true;
            glutton.join();
            for (ProcessTask<?> task : tasks) {
                end(task);
            }
            Diary.note(args[0], "all answered");
            // Not at once if several starts in a row came when there was no memory.
            while (pool.createProcessTask(Tasks::pid)
                            .handle((pid, failure) -> failure)
                            .get(60, TimeUnit.SECONDS)
                    != null) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
            Diary.note(args[0], "goes on");
            pool.close();
            Diary.note(args[0], "closed");
        }

        private static ProcessTask<?> submit(ProcessTaskPoolExecutor pool, int i) {
            return switch (i % 3) {
                case 0 -> pool.createProcessTask(LastResortTests::bytes, 128 << 10);
                case 1 -> pool.createProcessTask(LastResortTests::fails, 10_000);
                default -> pool.createProcessTask(LastResortTests::strings, 10_000);
            };
        }

        /** Whatever becomes of it. */
        private static void end(ProcessTask<?> task) throws Exception {
            try {
                task.handle((result, failure) -> failure).get(120, TimeUnit.SECONDS);
            } catch (TimeoutException unanswered) {
                System.err.println(
                        task + " is not answered: attempt " + task.attempt() + ", worker " + task.workerPid());
                Thread.getAllStackTraces().forEach((thread, stack) -> {
                    System.err.println(thread);
                    Stream.of(stack).forEach(frame -> System.err.println("  " + frame));
                });
                throw unanswered;
            }
        }
    }

    @Test
    void aParentWhoseHeapIsFullNowAndThenAnswersAllItsTasksAndCloses() throws Exception {
        Path diary = directory.resolve("diary");
        Path output = directory.resolve("output");
        Process parent = ParentJvm.builder(List.of(), List.of("-Xmx48m"), FullParent.class, diary.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = parent.waitFor(270, TimeUnit.SECONDS);
        parent.destroyForcibly().waitFor();
        assertThat(Diary.read(diary))
                .as(
                        "diary of the parent, which has %sended and printed: %s",
                        ended ? "" : "not ", Files.readString(output))
                .containsExactly("all answered", "goes on", "closed");
    }

    /** Its constructor takes its time in the parent. */
    record Image(byte[] pixels) {
        Image {
            if (System.getProperty("is.parent") != null) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }
        }
    }

    static Image image(int size) {
        return new Image(new byte[size]);
    }

    /** With a heap for a dozen results, which its workers make faster than it reads them. */
    static final class SlowParent {

        private static final int RESULTS = 100;

        private SlowParent() {}

        public static void main(String[] args) throws Exception {
            System.setProperty("is.parent", "yes");
            List<CompletableFuture<String>> outcomes = new ArrayList<>();
            try (var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(4)
                    .properties("!is.parent")
                    .build()) {
                for (int i = 0; i < RESULTS; i++) {
                    outcomes.add(pool.createProcessTask(LastResortTests::image, 1 << 20)
                            .handle((result, failure) -> failure == null ? "good" : failure.toString()));
                }
            }
            for (CompletableFuture<String> outcome : outcomes) {
                Diary.note(args[0], outcome.get());
            }
        }
    }

    @Test
    void workersThatMakeResultsFasterThanTheirParentReadsThemDoNotFillItsHeap() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(SlowParent.class, "-Xmx48m", diary.toString());
        assertThat(parent.waitFor(150, TimeUnit.SECONDS)).as("its end").isTrue();
        assertThat(Diary.read(diary)).hasSize(SlowParent.RESULTS).containsOnly("good");
    }

    record Exits(int code) {
        Exits {
            if (System.getProperty("is.parent") != null) {
                System.exit(code);
            }
        }
    }

    static Exits exits(int code) {
        return new Exits(code);
    }

    /** Its result ends it while it is read. */
    static final class ExitingParent {

        private ExitingParent() {}

        public static void main(String[] args) throws Exception {
            System.setProperty("is.parent", "yes");
            var pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .properties("!is.parent")
                    .build();
            Runtime.getRuntime().addShutdownHook(new Thread(pool::close));
            pool.createProcessTask(LastResortTests::exits, 7).get();
            Diary.note(args[0], "never");
        }
    }

    @Test
    void aResultThatExitsEndsItsParentInsteadOfHangingIt() throws Exception {
        Path diary = directory.resolve("diary");
        Process parent = start(ExitingParent.class, "-Xmx64m", diary.toString());
        assertThat(parent.waitFor(120, TimeUnit.SECONDS)).as("its end").isTrue();
        assertThat(parent.exitValue()).isEqualTo(7);
        assertThat(Diary.read(diary)).isEmpty();
    }

    private static Process start(Class<?> main, String option, String argument) throws Exception {
        return ParentJvm.start(List.of(), List.of(option), main, argument);
    }
}
