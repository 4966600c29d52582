package io.asynccpu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.StartupCache;
import io.asynccpu.support.NothingLeftBehind;
import java.lang.management.ManagementFactory;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(NothingLeftBehind.class)
class DefaultOptionsTests {

    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

    @Test
    void anotherJvmGetsNone() {
        assertThat(DefaultOptions.of(settings("/another/jvm"))).isEmpty();
    }

    @Test
    void thisJvmFindsTheSameSelectors() {
        assertThat(DefaultOptions.of(settings(System.getProperty("java.home"))))
                .contains("-D" + PROVIDER + "="
                        + SelectorProvider.provider().getClass().getName());
    }

    @Test
    void aUsersOptionsWinOverTheDefaultsAndChooseTheCollector() {
        List<String> users = List.of("-D" + PROVIDER + "=sun.nio.ch.UsersChoice", "-XX:+UseParallelGC");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .name("choice")
                .maxWorkers(1)
                .jvmArgs(List.of("-XX:+UseParallelGC"))
                .build()) {
            assertThat(pool.createProcessTask(DefaultOptionsTests::collector).join())
                    .contains("PS");
        }
        List<String> all = WorkerProcess.jvmOptions(new LaunchSettings(
                Path.of(System.getProperty("java.home")),
                users,
                0,
                Map.of(),
                null,
                null,
                StartupCache.OFF,
                "",
                List.of(),
                null));
        assertThat(all).endsWith(users.toArray(String[]::new)).hasSizeGreaterThan(users.size());
    }

    static String collector() {
        return ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
    }

    private static LaunchSettings settings(String javaHome) {
        return new LaunchSettings(
                Path.of(javaHome), List.of(), 0, Map.of(), null, null, StartupCache.OFF, "", List.of(), null);
    }
}
