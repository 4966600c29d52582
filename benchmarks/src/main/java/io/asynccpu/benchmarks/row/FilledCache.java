package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.StartupCache;
import io.asynccpu.benchmarks.app.RunningApplication;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A start-up cache of one row's own, so that no earlier run has filled it. */
final class FilledCache implements AutoCloseable {

    static final String OFF = "--asynccpu.worker.startup-cache=off";

    private static final String KEY = "\"asynccpu.worker.startup-cache\"";
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);
    private static final int QUIET_MILLIS = 2_000;

    private final Path directory;

    private FilledCache(Path directory) {
        this.directory = directory;
    }

    /** Whether this version of the product has one, by what it tells editors about its properties. */
    static boolean isKnown() throws IOException {
        List<URL> metadata = Collections.list(
                FilledCache.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"));
        for (URL url : metadata) {
            try (InputStream in = url.openStream()) {
                if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(KEY)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By a pool of bare workers. */
    static FilledCache ofBareWorkers() throws IOException, InterruptedException {
        FilledCache cache = new FilledCache(Files.createTempDirectory("startup-cache-"));
        try (ProcessTaskPoolExecutor pool = cache.pool()) {
            pool.createProcessTask(Tasks::noOp, 1).join();
            cache.awaitFilled(() -> ProcessHandle.current().children().count());
            return cache;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    /** One worker, when there is a task. */
    ProcessTaskPoolExecutor pool() {
        return builder().build();
    }

    ProcessTaskPoolExecutorBuilder builder() {
        return Pools.builder("cold").minWorkers(0).startupCache(StartupCache.in(directory));
    }

    /** By an application that stays until its training run has ended. */
    static FilledCache ofTheApplication() throws IOException, InterruptedException {
        FilledCache cache = new FilledCache(Files.createTempDirectory("startup-cache-"));
        try (RunningApplication application = RunningApplication.start(List.of(), cache.on())) {
            application.ask("first-task");
            cache.awaitFilled(application::descendants);
            return cache;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    /** How many processes somebody has started. */
    private interface Descendants {
        long count();
    }

    /** The training run is a process beside the one worker, and there may be another after it. */
    private void awaitFilled(Descendants descendants) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int quietMillis = 0;
        while (quietMillis < QUIET_MILLIS) {
            if (System.nanoTime() - start > LIMIT) {
                throw new IOException("The start-up cache was not filled within a minute");
            }
            TimeUnit.MILLISECONDS.sleep(100);
            quietMillis = descendants.count() > 1 || isEmpty() ? 0 : quietMillis + 100;
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.noneMatch(Files::isRegularFile);
        }
    }

    /** The argument for an application that uses it. */
    String on() {
        return "--asynccpu.worker.startup-cache=" + directory;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
