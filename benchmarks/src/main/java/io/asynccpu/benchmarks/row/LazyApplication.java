package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.app.RunningApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The raw baseline of a Spring worker: the application with lazy beans and without a web server, in a JVM with a worker's
 * options, which it starts from an archive that the JVM itself has made of such an application before. No pool takes part.
 */
final class LazyApplication implements AutoCloseable {

    static final String NAME = "lazy application";

    private static final int AOT_CACHES_SINCE = 25;

    private static final String[] ARGUMENTS = {
        "--spring.main.lazy-initialization=true",
        "--spring.main.web-application-type=none",
        "--spring.main.register-shutdown-hook=false",
        "--spring.jmx.enabled=false",
        "--management.simple.metrics.export.enabled=false",
        "--asynccpu.min-workers=0",
        FilledCache.OFF
    };

    private final List<String> jvmOptions = workersOptions();
    private final Path archive;

    private LazyApplication(Path archive) {
        this.archive = archive;
    }

    /** Makes the archive. */
    static LazyApplication prepare() throws IOException, InterruptedException {
        LazyApplication prepared =
                new LazyApplication(Files.createTempDirectory("lazy-").resolve("archive"));
        try {
            prepared.start(hasAotCaches() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
                    .close();
            if (Files.notExists(prepared.archive)) {
                // Else the JVM would start without, and say nothing.
                throw new IOException("The JVM has made no archive of the lazy application");
            }
            return prepared;
        } catch (IOException | InterruptedException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    /** Returns when it is ready. */
    RunningApplication start() throws IOException {
        return start(hasAotCaches() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=");
    }

    private RunningApplication start(String archiveOption) throws IOException {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add(archiveOption + archive);
        return RunningApplication.start(options, ARGUMENTS);
    }

    /** Returns when it is ready. */
    static RunningApplication startWithoutArchive() throws IOException {
        return RunningApplication.start(workersOptions(), ARGUMENTS);
    }

    /** As a worker has them, not a copy: they depend on JVM and machine. */
    private static List<String> workersOptions() {
        try (ProcessTaskPoolExecutor pool =
                Pools.builder("options").minWorkers(0).build()) {
            return pool.createProcessTask(Tasks::jvmOptions).join();
        }
    }

    private static boolean hasAotCaches() {
        return Runtime.version().feature() >= AOT_CACHES_SINCE;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(archive);
        Files.delete(archive.getParent());
    }
}
