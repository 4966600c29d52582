package io.asynccpu.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No worker of a pool that is to have a wall runs without one. */
@Timeout(120)
class NoBubblewrapTests {

    @Test
    void theStartFailsAndSaysWhatIsMissing(@TempDir Path directory) throws Exception {
        List<String> arguments =
                List.of("-Dasynccpu.pools.images.worker.sandbox.mode=bubblewrap", "-jar", PackagingTests.jar());
        try (StartedApplication application =
                StartedApplication.start(directory, List.of(), Map.of("PATH", "/nowhere"), arguments)) {
            assertThat(application.ends(60, TimeUnit.SECONDS)).isTrue();

            assertThat(application.log())
                    .contains("APPLICATION FAILED TO START")
                    .contains("asynccpu.pools.images.worker.sandbox.mode is bubblewrap")
                    .contains("no program bwrap on the PATH")
                    .contains("install the system's package bubblewrap")
                    .contains("'asynccpu.pools.images.worker.sandbox.mode' to 'none'");
            assertThat(directory.resolve("report.txt")).doesNotExist();
        }
    }
}
