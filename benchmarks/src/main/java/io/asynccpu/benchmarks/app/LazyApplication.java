package io.asynccpu.benchmarks.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The raw baseline of a Spring worker: the application with lazy beans and without a web server, in a JVM with a worker's
 * options, which it starts from an archive that the JVM itself has made of such an application before. No pool takes part.
 */
public final class LazyApplication implements AutoCloseable {

    public static final String NAME = "lazy application";

    private static final int AOT_CACHES_SINCE = 25;

    /** Those of a worker's that its start or its size depend on. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:MaxHeapFreeRatio=100",
            "-XX:InitialRAMPercentage=0.1327",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    private static final String[] ARGUMENTS = {
        "--spring.main.lazy-initialization=true",
        "--spring.main.web-application-type=none",
        "--spring.main.register-shutdown-hook=false",
        "--spring.jmx.enabled=false",
        "--management.simple.metrics.export.enabled=false",
        "--asynccpu.min-workers=0",
        "--asynccpu.worker.startup-cache=off"
    };

    private final Path archive;

    private LazyApplication(Path archive) {
        this.archive = archive;
    }

    /** Makes the archive. */
    public static LazyApplication prepare() throws IOException, InterruptedException {
        LazyApplication prepared =
                new LazyApplication(Files.createTempDirectory("lazy-").resolve("archive"));
        prepared.start(hasAotCaches() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
                .close();
        return prepared;
    }

    /** Returns when it is ready. */
    public RunningApplication start() throws IOException {
        return start(hasAotCaches() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=");
    }

    private RunningApplication start(String archiveOption) throws IOException {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.add(archiveOption + archive);
        return RunningApplication.start(options, ARGUMENTS);
    }

    /** Returns when it is ready. */
    public static RunningApplication startWithoutArchive() throws IOException {
        return RunningApplication.start(JVM_OPTIONS, ARGUMENTS);
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
