package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a bare child loads, as its JVM tells. */
@Timeout(30)
@PoolTest
class LightChildTests {

    @Test
    void anIdleChildKnowsTheWayOfATaskAndNeitherTheUsersClassesNorALibraryOfTheirs(@TempDir Path directory)
            throws Exception {
        Path loaded = directory.resolve("loaded");
        try (var pool = pool(loaded, 1)) {
            // What the rehearsal comes to last.
            Poll.until(
                    "a rehearsal",
                    () -> Files.exists(loaded) && Files.readString(loaded).contains("TaskRunner$$Lambda"));
            assertThat(heavy(loaded)).isEmpty();
            assertThat(Files.readString(loaded)).doesNotContain(getClass().getName());
            assertThat(pool.createProcessTask(LightChildTests::next, 1).join()).isEqualTo(2);
        }
        assertThat(heavy(loaded)).isEmpty();
    }

    @Test
    void aNoOpThatWaitsForItsWorkerLoadsNoLibraryEither(@TempDir Path directory) throws Exception {
        Path loaded = directory.resolve("loaded");
        try (var pool = pool(loaded, 0)) {
            assertThat(pool.createProcessTask(LightChildTests::next, 1).join()).isEqualTo(2);
        }
        assertThat(heavy(loaded)).isEmpty();
        assertThat(Files.readString(loaded)).contains(getClass().getName());
    }

    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int number;
        private final String reason;

        Refused(int number, String reason) {
            super("refused");
            this.number = number;
            this.reason = reason;
        }

        @Override
        public String getMessage() {
            return super.getMessage() + " " + number + ", " + reason;
        }
    }

    @Test
    void aFailureWithPlainFieldsLoadsNoLibraryEither(@TempDir Path directory) throws Exception {
        Path loaded = directory.resolve("loaded");
        try (var pool = pool(loaded, 0)) {
            assertThatThrownBy(() ->
                            pool.createProcessTask(LightChildTests::refuses, 1).get())
                    .cause()
                    .isExactlyInstanceOf(Refused.class)
                    .hasMessage("refused 1, odd");
        }
        assertThat(heavy(loaded)).isEmpty();
    }

    static int refuses(int number) {
        throw new Refused(number, "odd");
    }

    static int next(int number) {
        return number + 1;
    }

    private static ProcessTaskPoolExecutor pool(Path loaded, int minWorkers) {
        return ProcessTaskPoolExecutor.builder()
                .name("light")
                .minWorkers(minWorkers)
                .maxWorkers(1)
                .jvmArgs(List.of("-Xlog:class+load:file=" + loaded))
                .build();
    }

    private static List<String> heavy(Path loaded) throws Exception {
        return Files.readAllLines(loaded).stream()
                .filter(line -> line.matches(
                        ".* (tools\\.jackson|com\\.fasterxml|org\\.springframework|ch\\.qos|org\\.slf4j)\\..*|"
                                // Only for who asks for a dump.
                                + ".*(HotSpotDiagnosticMXBean|worker\\.HeapReport|worker\\.ThreadReport).*|"
                                // Looks for a logger wherever there may be one.
                                + ".* java\\.io\\.ObjectInputFilter\\$Config .*"))
                .toList();
    }
}
