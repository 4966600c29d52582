package io.asynccpu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.Sandbox;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a child sees and may do behind its wall. */
@Timeout(120)
@PoolTest
class SandboxTests {

    static ProcessTaskPoolExecutor pool(Sandbox sandbox) {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1).sandbox(sandbox).build();
    }

    public static List<String> list(String directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aTaskRuns() throws Exception {
        try (ProcessTaskPoolExecutor pool = pool(Sandbox.bubblewrap().build())) {
            System.out.println(pool.createProcessTask(SandboxTests::list, "/").get());
            System.out.println(
                    pool.createProcessTask(SandboxTests::list, "/dev").get());
            System.out.println(
                    pool.createProcessTask(SandboxTests::list, "/tmp").get());
            System.out.println(
                    pool.createProcessTask(SandboxTests::list, "/proc/self/fd").get());
            System.out.println(pool.createProcessTask(Tasks::pid).get());
            System.out.println(pool.snapshot());
            assertThat(pool.createProcessTask(SandboxTests::list, "/").get()).doesNotContain("/root");
        }
    }
}
