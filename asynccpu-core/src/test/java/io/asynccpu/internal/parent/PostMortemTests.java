package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.internal.protocol.WorkerFiles;
import io.asynccpu.internal.protocol.WorkerPages;
import io.asynccpu.support.PlainSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, with stand-ins for what only a kernel in need or a JVM in trouble writes. */
@Timeout(60)
class PostMortemTests {

    @TempDir
    private Path directory;

    private WorkerFiles files;
    private WorkerPages pages;

    @BeforeEach
    void makeFiles() throws Exception {
        files = new WorkerFiles(directory, 1);
        pages = WorkerPages.create(files, 1);
    }

    private PostMortem.Remains remains(Process process) {
        return new PostMortem.Remains(process, 4711, files, pages);
    }

    private PostMortem postMortem(@Nullable Path crashReports) {
        WorkerSettings settings = new PlainSettings()
                .javaHome(directory)
                .crashReports(crashReports)
                .worker();
        return new PostMortem(
                settings, new OutputTail("p", "test"), Instant.now().minusSeconds(5), directory.resolve("proc"), 0);
    }

    private static Process killed() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        process.destroyForcibly().waitFor();
        return process;
    }

    private static Process exited(int code) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "exit " + code).start();
        process.waitFor();
        return process;
    }

    private void kernelCounts(int kills) throws Exception {
        Path process = Files.createDirectories(directory.resolve("proc/4711"));
        Path group = Files.createDirectories(directory.resolve("group"));
        Path self = Files.createDirectories(directory.resolve("proc/self"));
        Files.writeString(process.resolve("cgroup"), "0::/\n");
        Files.writeString(self.resolve("mountinfo"), "1 2 0:1 / " + group + " rw - cgroup2 cgroup2 rw\n");
        Files.writeString(group.resolve("memory.events"), "oom_kill " + kills + "\n");
    }

    @Test
    void aKillByTheKernelIsOutOfMemoryWithItsRemedy() throws Exception {
        kernelCounts(0);
        PostMortem postMortem = postMortem(null);
        postMortem.watch(4711);
        kernelCounts(1);
        WorkerDeath death = postMortem.examine(remains(killed()), false, null, null, false);
        assertThat(death.details().cause()).isEqualTo(Cause.KILLED_FOR_MEMORY);
        assertThat(death.details().signal()).isEqualTo("SIGKILL");
        assertThat(death.details().age()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(death.reason()).contains("the kernel killed it because memory ran out");
        assertThat(death.remedy()).contains("max-workers", "worker.max-heap", "memory-budget");
    }

    @Test
    void aKillByThePoolIsNeverTakenForTheKernels() throws Exception {
        kernelCounts(0);
        PostMortem postMortem = postMortem(null);
        postMortem.watch(4711);
        kernelCounts(1);
        WorkerDeath death = postMortem.examine(
                remains(killed()), false, new KillReason("it was too slow", "wait for it"), null, false);
        assertThat(death.details().cause()).isEqualTo(Cause.KILLED_BY_POOL);
        assertThat(death.reason()).contains("by this pool: it was too slow");
        assertThat(death.remedy()).isEqualTo("wait for it");
    }

    @Test
    void anEndThatThePoolWantedIsNobodysDeedAndUsesUpNoKill() throws Exception {
        kernelCounts(0);
        PostMortem wanted = postMortem(null);
        wanted.watch(4711);
        PostMortem other = postMortem(null);
        other.watch(4711);
        kernelCounts(1);
        WorkerDeath end = wanted.examine(remains(killed()), true, null, null, false);
        assertThat(end.reason()).isEqualTo("this pool no longer needed it");
        WorkerDeath death = other.examine(remains(killed()), false, null, null, false);
        assertThat(death.details().cause()).isEqualTo(Cause.KILLED_FOR_MEMORY);
    }

    @Test
    void aKillIsSomebodyElsesWhereTheKernelCountsNone() throws Exception {
        kernelCounts(3);
        PostMortem postMortem = postMortem(null);
        postMortem.watch(4711);
        WorkerDeath death = postMortem.examine(remains(killed()), false, null, null, false);
        assertThat(death.details().cause()).isEqualTo(Cause.SIGNALLED);
        assertThat(death.reason()).contains("neither this pool nor the kernel's memory limit");
    }

    @Test
    void withoutCountersItIsSaidToBeUnknown() throws Exception {
        PostMortem postMortem = postMortem(null);
        postMortem.watch(4711);
        WorkerDeath death = postMortem.examine(remains(killed()), false, null, null, false);
        assertThat(death.details().cause()).isEqualTo(Cause.SIGNALLED);
        assertThat(death.reason()).contains("is unknown here");
    }

    @Test
    void aJvmThatGetsNoMemoryFromTheSystemSaysSoInItsReport() throws Exception {
        Files.writeString(
                files.crashReport(),
                "#\n# There is insufficient memory for the Java Runtime Environment to continue.\n"
                        + "# Native memory allocation (malloc) failed to allocate 32744 bytes.\n");
        WorkerDeath death = postMortem(null).examine(remains(exited(1)), false, null, null, false);
        assertThat(death.details().cause()).isEqualTo(Cause.NATIVE_MEMORY_EXHAUSTED);
        assertThat(death.remedy()).contains("memory-budget");
    }

    @Test
    void reportsOfTheSameSecondGetDifferentNames() throws Exception {
        Path reports = directory.resolve("made/if/need/be");
        for (int i = 0; i < 3; i++) {
            Files.writeString(files.crashReport(), "# report " + i + "\n");
            if (i > 0) {
                makeFiles();
            }
            WorkerDeath death = postMortem(reports).examine(remains(exited(1)), false, null, null, false);
            files.all().forEach(PostMortemTests::delete);
            assertThat(Path.of(String.valueOf(death.details().crashReport())))
                    .hasContent("# report " + i)
                    .hasParent(reports);
        }
        assertThat(reports).isDirectoryContaining("glob:**/asynccpu-p-*-pid4711.log");
        assertThat(files.crashReport()).doesNotExist();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPageThatTheChildHasCutLeavesItsTasksInDoubt() throws Exception {
        Files.write(files.startedTasks(), new byte[3]);
        WorkerDeath death = postMortem(null).examine(remains(exited(1)), false, null, null, false);
        assertThat(death.startedTasks()).isNull();
        assertThat(death.hadStarted(12)).isTrue();
    }
}
