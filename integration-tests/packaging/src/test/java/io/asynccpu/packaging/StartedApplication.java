package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The application as a process of its own, in an empty working directory. */
final class StartedApplication implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final Path report;
    private final Path log;

    private StartedApplication(Process process, Path report, Path log) {
        this.process = process;
        this.report = report;
        this.log = log;
    }

    static StartedApplication start(Path directory, List<String> javaArguments) throws IOException {
        return start(directory, List.of(), Map.of(), javaArguments);
    }

    /** @param prefix what starts {@code java} */
    static StartedApplication start(
            Path directory, List<String> prefix, Map<String, String> environment, List<String> javaArguments)
            throws IOException {
        Path report = directory.resolve("report.txt");
        List<String> arguments = new ArrayList<>(
                List.of("-Dgreeting.mark=!", "-Dasynccpu.worker.startup-cache=off", "-XX:TieredStopAtLevel=1"));
        arguments.addAll(javaArguments);
        arguments.addAll(List.of("--greeting.name=Ann", "--report.file=" + report));
        Path log = directory.resolve("log.txt");
        return new StartedApplication(java(directory, log, prefix, environment, arguments), report, log);
    }

    /** Runs {@code java} with these arguments to its end. */
    static void run(Path directory, String... arguments) throws Exception {
        Path log = directory.resolve("run.txt");
        Process process = java(directory, log, List.of(), Map.of(), List.of(arguments));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static Process java(
            Path directory, Path log, List<String> prefix, Map<String, String> more, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(JAVA);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_TOOL_OPTIONS");
        environment.remove("JDK_JAVA_OPTIONS");
        environment.putAll(more);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /**
     * Waits for the report: the greeting, the worker's process id, the kind of class loader, the options of its JVM, the
     * names of its environment and its belongings.
     */
    List<String> report() throws Exception {
        await(report);
        return Files.readAllLines(report);
    }

    /** Waits for a file in the working directory. */
    void await(Path file) throws Exception {
        try (WatchService watch = file.getFileSystem().newWatchService()) {
            file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            // Wakes this thread also when the application ends without it.
            CompletableFuture<Void> wake = process.onExit().thenRun(() -> close(watch));
            while (!Files.exists(file)) {
                watch.take().reset();
            }
            wake.cancel(false);
        } catch (ClosedWatchServiceException ended) {
            assertThat(file).as("The application has ended:%n%s", log()).exists();
        }
    }

    Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    long pid() {
        return process.pid();
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Whether it ends within this time. */
    boolean ends(long time, TimeUnit unit) throws Exception {
        return process.waitFor(time, unit);
    }

    void awaitEnd() throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("ended:%n%s", log())
                .isTrue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void close(WatchService watch) {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
