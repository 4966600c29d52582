package io.asynccpu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.Sandbox;
import io.asynccpu.sandbox.FugitiveParent.End;
import io.asynccpu.support.NeedsWall;
import io.asynccpu.support.NotBehindAWall;
import io.asynccpu.support.ParentJvm;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With a worker ends all that it has started, however that tried to get away. */
@Timeout(120)
@NeedsWall
@NotBehindAWall("has walls of its own")
@PoolTest
class WallEndTests {

    @TempDir
    private Path directory;

    static List<Arguments> endsOfBoth() {
        return Arrays.stream(HostileUser.values())
                .flatMap(user -> Arrays.stream(End.values()).map(end -> Arguments.of(user, end)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("endsOfBoth")
    void nothingOutlivesAWorker(HostileUser user, End end) throws Exception {
        String mark = mark();
        Process parent = start(user, true, end, mark);
        try (BufferedReader said = parent.inputReader()) {
            List<String> words =
                    said.lines().takeWhile(line -> !line.equals("done")).toList();
            long worker = words.stream()
                    .filter(line -> line.matches("worker \\d+"))
                    .mapToLong(line -> Long.parseLong(line.substring(7)))
                    .findFirst()
                    .orElse(0);
            switch (end) {
                case KILL_OF_THE_WORKER -> kill(worker);
                case KILL_OF_THE_PARENT -> kill(parent.pid());
                case KILL_OF_THE_INNER_BWRAP -> kill(parentOf(worker));
                case KILL_OF_THE_OUTER_BWRAP -> kill(parentOf(parentOf(worker)));
                default -> {}
            }
            Poll.until(
                    "the end of what has fled", () -> FugitiveParent.fled(mark).isEmpty());
        } finally {
            parent.destroyForcibly().waitFor();
            FugitiveParent.fled(mark).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Else the test above would hold for another reason. */
    @Test
    void withoutAWallItGetsAway() throws Exception {
        String mark = mark();
        Process parent = start(HostileUser.SAME, false, End.CLOSE, mark);
        try (BufferedReader said = parent.inputReader()) {
            List<String> words =
                    said.lines().takeWhile(line -> !line.equals("done")).toList();
            assertThat(FugitiveParent.fled(mark)).as("%s", words).hasSize(1);
        } finally {
            parent.destroyForcibly().waitFor();
            for (ProcessHandle each : FugitiveParent.fled(mark)) {
                each.destroyForcibly();
                each.onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** A sandbox that is killed while it is put up has a process that waits for the rest, and is nobody's descendant then. */
    @Thorough
    @RepeatedTest(3)
    void aPoolThatClosesWhileItsWorkerStartsLeavesNothing() throws Exception {
        for (int i = 0; i < 40; i++) {
            ProcessTaskPoolExecutor pool = ProcessTaskPoolExecutor.builder()
                    .maxWorkers(1)
                    .cancelTasksWhenShutdown(true)
                    .sandbox(Sandbox.bubblewrap().build())
                    .build();
            var unused = pool.createProcessTask(Tasks::pid);
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(40_000));
            pool.close();
        }
        Poll.until("the end of all sandboxes", () -> FugitiveParent.commandLines(
                        "/worker-",
                        "bwrap",
                        "asynccpu-" + ProcessHandle.current().pid() + "-")
                .isEmpty());
    }

    private static String mark() {
        // Longer than the test, in seconds, and like no other.
        return (1_000 + ThreadLocalRandom.current().nextInt(1_000)) + "." + System.nanoTime();
    }

    private Process start(HostileUser user, boolean isWalled, End end, String mark) throws Exception {
        Path place = directory.resolve("place");
        return ParentJvm.builder(
                        user.prefix(place),
                        List.of(),
                        ReadableClasses.in(place),
                        FugitiveParent.class,
                        Boolean.toString(isWalled),
                        end.name(),
                        mark)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static long parentOf(long pid) {
        return ProcessHandle.of(pid).orElseThrow().parent().orElseThrow().pid();
    }
}
