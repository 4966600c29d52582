package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.StartupCache;
import io.asynccpu.support.NothingLeftBehind;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real workers with an archive, from the exploded classes of this module. */
@Timeout(60)
@ExtendWith(NothingLeftBehind.class)
class StartupCacheTests {

    @TempDir
    Path directory;

    private Path cache;

    @BeforeEach
    void makeCache() throws IOException {
        cache = Files.createDirectory(
                directory.resolve("cache"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void theSecondPoolsWorkersStartFromAnArchiveOfTheFirstOne() throws Exception {
        Path archive = fill();

        long pid;
        try (ProcessTaskPoolExecutor pool = pool()) {
            pid = pool.createProcessTask(Tasks::pid).join();
        }
        assertThat(sourceOf("io.asynccpu.worker.WorkerMain", pid)).contains("shared objects file");
        assertThat(sourceOf("io.asynccpu.support.Tasks", pid)).contains("classes-");
        assertThat(archives()).containsExactly(archive);
    }

    private ProcessTaskPoolExecutor pool() {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .startupCache(StartupCache.in(cache))
                .jvmArgs("-Xlog:class+load:file=" + directory.resolve("classes-%p.log"))
                .build();
    }

    /** Returns when there is an archive. */
    private Path fill() throws IOException {
        try (ProcessTaskPoolExecutor pool = pool()) {
            long pid = pool.createProcessTask(Tasks::pid).join();
            while (archives().isEmpty()) {
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(sourceOf("io.asynccpu.worker.WorkerMain", pid)).contains("target/classes");
        }
        return archives().get(0);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.find(
                cache, 2, (file, attributes) -> file.getFileName().toString().startsWith("archive-"))) {
            return files.toList();
        }
    }

    private String sourceOf(String className, long pid) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("classes-" + pid + ".log"))) {
            return lines.filter(line -> line.contains(" " + className + " source:"))
                    .findFirst()
                    .orElse("not loaded");
        }
    }
}
