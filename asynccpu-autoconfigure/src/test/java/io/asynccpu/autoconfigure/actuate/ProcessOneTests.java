package io.asynccpu.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application that is process 1, as in a container without an init. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ProcessOneTests {

    private static final List<String> CONTAINER = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    public static class Application {
        public static void main(String[] args) {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run()) {
                PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
                Gauge gauge = context.getBean(MeterRegistry.class)
                        .find("asynccpu.zombies")
                        .gauge();
                System.out.println("health "
                        + new PoolHealthIndicator(executor)
                                .health()
                                .getDetails()
                                .get("zombies"));
                System.out.println("meter " + (gauge == null ? null : gauge.value()));
            }
        }
    }

    @Test
    void healthAndAMeterShowTheZombiesOfProcessOne() throws Exception {
        assumeTrue(mayMakeContainers(), "this user cannot make a PID namespace");
        assertThat(run(CONTAINER)).contains("health 0", "meter 0.0");
    }

    @Test
    void noOtherProcessHasAny() throws Exception {
        assertThat(run(List.of())).contains("health null", "meter null");
    }

    private static List<String> run(List<String> prefix) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).as(String.join("\n", output)).isZero();
        return output;
    }

    private static boolean mayMakeContainers() throws InterruptedException {
        List<String> command = new ArrayList<>(CONTAINER);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
