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
        "asynccpu.codec, xml",
        "asynccpu.worker-configurer, no.such.Class",
        "asynccpu.worker.context, some",
        "asynccpu.worker.max-heap, 1KB",
        "asynccpu.worker.java-home, /no/such/jdk",
        "asynccpu.worker.working-directory, /no/such/directory",
        "asynccpu.worker.startup-timeout, 0s",
        "asynccpu.pools.images.max-workers, 0",
        "asynccpu.pools.images.timeout, soon",
        "asynccpu.pools.images.worker.max-heap, 1KB",
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
