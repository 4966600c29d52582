package io.asynccpu.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.support.PlainSettings;
import io.asynccpu.support.PoolTest;
import java.lang.management.ManagementFactory;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@PoolTest
class DefaultOptionsTests {

    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

    @Test
    void anotherJvmGetsNone() {
        assertThat(DefaultOptions.of(settings("/another/jvm", List.of(), Map.of())))
                .isEmpty();
    }

    @Test
    void thisJvmFindsTheSameSelectors() {
        assertThat(DefaultOptions.of(settings(JAVA_HOME, List.of(), Map.of())))
                .contains("-D" + PROVIDER + "="
                        + SelectorProvider.provider().getClass().getName());
    }

    @Test
    void aWorkerHasOneThreadForItsCollectorAndStartsWithASmallHeap() {
        try (var pool = pool()) {
            assertThat(pool.createProcessTask(DefaultOptionsTests::collector).join())
                    .isEqualTo("Copy");
            assertThat(pool.createProcessTask(DefaultOptionsTests::heap).join()).isLessThan(64L << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:-UseSerialGC", "@options", "-XX:Flags=.hotspotrc"})
    void noCollectorIsChosenBesideOneThatTheUserMayHaveChosen(String argument) {
        assertThat(DefaultOptions.of(settings(JAVA_HOME, List.of(argument), Map.of())))
                .noneMatch(option -> option.endsWith("GC") || option.contains("HeapFreeRatio"));
    }

    @Test
    void noCollectorIsChosenBesideOptionsOfTheEnvironment() {
        assertThat(DefaultOptions.of(settings(JAVA_HOME, List.of(), Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC"))))
                .noneMatch(option -> option.endsWith("GC") || option.contains("HeapFreeRatio"));
    }

    @Test
    void aUsersOptionsWinOverTheDefaultsAndChooseTheCollector() {
        List<String> users = List.of("-D" + PROVIDER + "=sun.nio.ch.UsersChoice", "-XX:+UseParallelGC");
        try (var pool = pool("-XX:+UseParallelGC", "-Xms100m")) {
            assertThat(pool.createProcessTask(DefaultOptionsTests::collector).join())
                    .contains("PS");
            assertThat(pool.createProcessTask(DefaultOptionsTests::heap).join()).isGreaterThan(90L << 20);
        }
        try (var pool = pool("-Xmx16m")) {
            assertThat(pool.createProcessTask(DefaultOptionsTests::heap).join()).isLessThanOrEqualTo(16L << 20);
        }
        List<String> all = JvmCommand.options(settings(JAVA_HOME, users, Map.of()), null);
        assertThat(all).endsWith(users.toArray(String[]::new)).hasSizeGreaterThan(users.size());
    }

    private static ProcessTaskPoolExecutor pool(String... jvmArgs) {
        return ProcessTaskPoolExecutor.builder()
                .name("choice")
                .maxWorkers(1)
                .jvmArgs(List.of(jvmArgs))
                .build();
    }

    static long heap() {
        return Runtime.getRuntime().totalMemory();
    }

    static String collector() {
        return ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
    }

    private static LaunchSettings settings(String javaHome, List<String> jvmArgs, Map<String, String> environment) {
        return new PlainSettings()
                .javaHome(Path.of(javaHome))
                .jvmArgs(jvmArgs)
                .environment(environment)
                .launch();
    }
}
