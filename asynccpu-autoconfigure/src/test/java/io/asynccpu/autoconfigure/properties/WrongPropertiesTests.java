package io.asynccpu.autoconfigure.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a user reads who has mistyped something. */
@ExtendWith(OutputCaptureExtension.class)
class WrongPropertiesTests {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @CsvSource({
        "asynccpu.max-workers, 0",
        "asynccpu.max-workers, many",
        "asynccpu.min-workers, -1",
        "asynccpu.min-workers, 1000",
        "asynccpu.threads-per-worker, 0",
        "asynccpu.queue-capacity, -1",
        "asynccpu.timeout, 0s",
        "asynccpu.timeout, soon",
        "asynccpu.queue-timeout, -1s",
        "asynccpu.max-attempts, 0",
        "asynccpu.max-payload, 2GB",
        "asynccpu.max-payload, big",
        "asynccpu.cancel-grace-period, -1s",
        "asynccpu.enabled, perhaps",
        "asynccpu.spare-workers, -1",
        "asynccpu.memory-budget, -1MB",
        "asynccpu.memory-budget, half",
        "asynccpu.memory-budget, 1MB",
        "asynccpu.max-tasks-per-worker, -1",
        "asynccpu.max-worker-memory, -1B",
        "asynccpu.idle-timeout, 0s",
        "asynccpu.retry-delay, -1ms",
        "asynccpu.stack-timeout, 25h",
        "asynccpu.neighbor-grace-period, -1s",
        "asynccpu.kill-grace-period, -1s",
        "asynccpu.silence-timeout, -1s",
        "asynccpu.silence-timeout, off",
        "asynccpu.shutdown-grace-period, -1s",
        "asynccpu.shutdown-grace-period, 30s",
        "asynccpu.codec, xml",
        "asynccpu.worker-configurer, no.such.Class",
        "asynccpu.worker-configurer, java.lang.String",
        "asynccpu.worker-configurer, io.asynccpu.api.WorkerConfigurer",
        "asynccpu.worker.context, some",
        "asynccpu.worker.sources[0], no.such.Class",
        "asynccpu.worker.max-heap, 1KB",
        "asynccpu.worker.java-home, /no/such/jdk",
        "asynccpu.worker.jvm-args, -Da=b c",
        "asynccpu.worker.jvm-args, -Da=\"b",
        "asynccpu.worker.command-prefix, nice \"-n",
        "asynccpu.worker.java-home, src",
        "asynccpu.worker.crash-reports, pom.xml",
        "asynccpu.worker.startup-cache, pom.xml",
        "asynccpu.worker.working-directory, /no/such/directory",
        "asynccpu.worker.startup-timeout, 0s",
        "asynccpu.worker.sandbox.mode, chroot",
        "asynccpu.worker.sandbox.network, perhaps",
        "asynccpu.worker.sandbox.read, some/where",
        "asynccpu.worker.sandbox.write, some/where",
        "asynccpu.worker.sandbox.tmp-size, 5KB",
        "asynccpu.worker.sandbox.environment, A=b",
        "asynccpu.worker.sandbox.max-processes, 3",
        "asynccpu.worker.sandbox.max-open-files, 3",
        "asynccpu.worker.sandbox.max-file-size, 5KB",
        "asynccpu.worker.sandbox.max-core-size, -1B",
        "asynccpu.pools.images.worker.sandbox.mode, chroot",
        "asynccpu.pools.images.worker.sandbox.tmp-size, 5KB",
        "asynccpu.pools.images.max-workers, 0",
        "asynccpu.pools.images.timeout, soon",
        "asynccpu.pools.images.worker.max-heap, 1KB",
        "asynccpu.pools.images.worker.jvm-args, -Da=b\\",
        "asynccpu.pools.images.retry-delay, -1ms",
        "asynccpu.pools.images.memory-budget, half",
        "asynccpu.pools.images.memory-budget, 1MB",
        "asynccpu.pools.images.worker.crash-reports, pom.xml",
        "asynccpu.pools.images.shutdown-grace-period, 31s",
    })
    void isNamedInDescriptionAndAction(String key, String value, CapturedOutput output) {
        assertThatThrownBy(() -> run("--" + key + "=" + value)).isInstanceOf(Exception.class);
        String report = output.getAll();
        int action = report.indexOf("Action:");
        assertThat(report).contains("APPLICATION FAILED TO START");
        assertThat(report.substring(0, action)).contains("'" + key + "'").contains(value);
        assertThat(report.substring(action)).contains("'" + key + "'");
    }

    @Test
    void allOfAllPoolsAreReportedAtOnceAndAnInheritedOneOnlyOnce(CapturedOutput output) {
        assertThatThrownBy(() -> run(
                        "--asynccpu.max-attempts=-2",
                        "--asynccpu.timeout=soon",
                        "--asynccpu.worker.sources=no.such.One,no.such.Other",
                        "--asynccpu.pools.images.max-workers=0",
                        "--asynccpu.pools.images.codec=xml",
                        "--asynccpu.pools.reports.idle-timeout=-1s",
                        "--asynccpu.pools.reports.worker.java-home=/no/such/jdk"))
                .isInstanceOf(Exception.class);
        String report = output.getAll();
        String description = report.substring(report.indexOf("Description:"), report.indexOf("Action:"));
        for (String key : new String[] {
            "asynccpu.max-attempts",
            "asynccpu.timeout",
            "asynccpu.worker.sources",
            "asynccpu.pools.images.max-workers",
            "asynccpu.pools.images.codec",
            "asynccpu.pools.reports.idle-timeout",
            "asynccpu.pools.reports.worker.java-home",
        }) {
            assertThat(description).containsOnlyOnce("The property '" + key + "'");
            assertThat(report.substring(report.indexOf("Action:"))).containsOnlyOnce("'" + key + "'");
        }
    }

    @Test
    void aShutdownGracePeriodBeyondThePhaseNamesBothKeys(CapturedOutput output) {
        assertThatThrownBy(() -> run(
                        "--asynccpu.pools.images.shutdown-grace-period=10s",
                        "--spring.lifecycle.timeout-per-shutdown-phase=10s"))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains("'asynccpu.pools.images.shutdown-grace-period'")
                .contains("less than spring.lifecycle.timeout-per-shutdown-phase, which is PT10S");
    }

    /** It would say that the context is gone before the tasks are cancelled. */
    @Test
    void whereTasksAreCancelledAtOnceNoShutdownGracePeriodIsTooLong() {
        run(
                "--asynccpu.shutdown-grace-period=10s",
                "--asynccpu.cancel-tasks-when-shutdown=true",
                "--spring.lifecycle.timeout-per-shutdown-phase=10s");
    }

    @Test
    void aWallAroundAPoolInProcessNamesBothKeys(CapturedOutput output) {
        assertThatThrownBy(() ->
                        run("--asynccpu.mode=in-process", "--asynccpu.pools.images.worker.sandbox.mode=bubblewrap"))
                .isInstanceOf(Exception.class);
        assertThat(output)
                .contains("'asynccpu.pools.images.worker.sandbox.mode'")
                .contains("must be none where asynccpu.mode is in-process");
    }

    @Test
    void aNameThatNoPoolCanHaveIsNamed(CapturedOutput output) {
        assertThatThrownBy(() -> run("--asynccpu.pools[my pool].max-workers=1")).isInstanceOf(Exception.class);
        assertThat(output).contains("'asynccpu.pools[my pool]'");
    }

    @Test
    void aNamedPoolInheritsTheFaultOfTheTopLevelUnderItsKeyThere(CapturedOutput output) {
        assertThatThrownBy(() -> run("--asynccpu.max-attempts=-2", "--asynccpu.pools.images.max-workers=1"))
                .isInstanceOf(Exception.class);
        assertThat(output).contains("'asynccpu.max-attempts'");
    }

    private static void run(String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setLogStartupInfo(false);
        application.run(arguments).close();
    }
}
