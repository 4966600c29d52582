package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool does not depend on what else stands in {@code main}. Each way is a JVM of its own, with a child; they run side by side. */
@Tag("matrix")
@Timeout(1200)
class WaysOfMainTests {

    private static final int SIDE_BY_SIDE = 3;

    private static final Map<String, CompletableFuture<Ended>> RUNS = new HashMap<>();

    private static ExecutorService executor;

    /** What an application has left. */
    private record Ended(String report, String log) {

        /** In the child that looked. */
        String marks() {
            return report.substring(report.indexOf(' ') + 1);
        }
    }

    @BeforeAll
    static void start(@TempDir Path directory) {
        executor = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        WaysOfMain.withMain().forEach(way -> begin(directory, way.getSimpleName(), way));
        WaysOfMain.withoutMain().forEach(way -> begin(directory, way.getSimpleName(), way));
        begin(directory, "always", WaysOfMain.Exits.class, "--asynccpu.worker.main=always");
        begin(directory, "never", WaysOfMain.Exits.class, "--asynccpu.worker.main=never");
    }

    @AfterAll
    static void stop() {
        executor.shutdownNow();
    }

    static Stream<Class<?>> withMain() {
        return WaysOfMain.withMain().stream();
    }

    static Stream<Class<?>> withoutMain() {
        return WaysOfMain.withoutMain().stream();
    }

    @ParameterizedTest
    @MethodSource
    void withMain(Class<?> way) {
        Ended ended = ended(way.getSimpleName());

        assertThat(ended.report()).as(ended.log()).contains("lambda");
        assertThat(ended.log()).doesNotContain("without main").doesNotContain("could not be started");
    }

    @ParameterizedTest
    @MethodSource
    void withoutMain(Class<?> way) {
        Ended ended = ended(way.getSimpleName());

        assertThat(ended.marks()).as(ended.log()).isEqualTo("[circular, default, initializer, listener, names]");
        assertThat(ended.log())
                .containsOnlyOnce("starts its workers without main from now on")
                .contains(way.getName() + ".main does not run the application in a child: ")
                .contains("Lost in the workers are: initializer (a lambda of " + WaysOfMain.class.getName() + ")")
                .doesNotContain("could not be started");
    }

    @Test
    void aHierarchyIsThereInTheChildToo() {
        assertThat(ended("HasAParent").marks()).isEqualTo("[lambda, parent]");
        assertThat(ended("HasASibling").marks()).isEqualTo("[lambda, parent]");
    }

    @Test
    void whatMainDidInsteadIsSaid() {
        assertThat(ended("Exits").log())
                .contains("in a child: it exited with code 3 by itself: System.exit was called by");
        assertThat(ended("Halts").log()).contains("in a child: it exited with code 3");
        assertThat(ended("Throws").log()).contains("in a child: it threw java.util.NoSuchElementException");
        assertThat(ended("Returns").log()).contains("in a child: it returned without running it");
        assertThat(ended("WaitsForALock").log()).contains("it stands at ", "WaitsForALock.main(");
        assertThat(ended("Initializes").log()).contains("is initialized");
        assertThat(ended("HoldsALock").log()).contains("it holds a java.util.concurrent.locks.ReentrantLock");
    }

    @Test
    void whereItMustBeCalledTheStartFailsAndSaysWhy() {
        assertThat(ended("always").report())
                .as(ended("always").log())
                .contains("WorkerStartException")
                .contains(
                        "Exits.main does not run the application in a child: it exited with code 3 by itself: System.exit was called by")
                .contains("asynccpu.worker.main=always rules out a start without it");
    }

    @Test
    void whereItMustNotBeCalledNothingIsSaid() {
        assertThat(ended("never").marks())
                .as(ended("never").log())
                .isEqualTo("[circular, default, initializer, listener, names]");
        assertThat(ended("never").log()).doesNotContain("without main").doesNotContain("could not be started");
    }

    private static Ended ended(String name) {
        return RUNS.get(name).join();
    }

    private static void begin(Path parent, String name, Class<?> main, String... arguments) {
        RUNS.put(
                name,
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return run(Files.createDirectory(parent.resolve(name)), main, arguments);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        executor));
    }

    private static Ended run(Path directory, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dwanted=true",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dasynccpu.worker.startup-cache=off",
                "-Dasynccpu.worker.startup-timeout=20s",
                "-Dasynccpu.max-workers=1",
                "-Dasynccpu.worker.jvm-args=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dasynccpu.child=true",
                main.getName()));
        command.addAll(
                arguments.length == 0 ? List.of("--spring.main.banner-mode=off", "two  words") : List.of(arguments));
        Path log = directory.resolve("log.txt");
        Path input = Files.writeString(directory.resolve("input"), "go\n");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(input.toFile())
                .start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
            Path file = directory.resolve("report.txt");
            String report = Files.exists(file) ? Files.readString(file) : "none";
            awaitEndOfChild(report);
            return new Ended(report, Files.readString(log));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Nothing is left behind, and so nothing writes into the directory any more. */
    private static void awaitEndOfChild(String report) {
        Matcher pid = Pattern.compile("(\\d+) \\[").matcher(report);
        if (pid.lookingAt()) {
            ProcessHandle.of(Long.parseLong(pid.group(1)))
                    .ifPresent(child ->
                            child.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        }
    }
}
