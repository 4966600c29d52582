package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import io.asynccpu.api.ProcessAsync;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

/** An application without Reactor and AspectJ on its class path, nor on that of its children. */
@Tag("process")
@Timeout(120)
class NoReactorTests {

    static class Service {
        @ProcessAsync
        public CompletableFuture<Boolean> hasReactor() {
            return CompletableFuture.completedFuture(
                    ClassUtils.isPresent("reactor.core.publisher.Mono", Service.class.getClassLoader()));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Service.class)
    static class Application {

        public static void main(String[] arguments) throws Exception {
            try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
                Service service = context.getBean(Service.class);
                boolean hereToo = ClassUtils.isPresent("reactor.core.publisher.Mono", Service.class.getClassLoader());
                boolean there = service.hasReactor().get();
                System.exit(AopUtils.isAopProxy(service) && !hereToo && !there ? 0 : 1);
            }
        }
    }

    @Test
    void neitherParentNorChildNeedsReactorOrAspects(@TempDir Path directory) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("reactor-core") && !entry.contains("aspectj"))
                .collect(Collectors.joining(File.pathSeparator));
        File log = directory.resolve("log").toFile();
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "-Dasynccpu.worker.startup-cache=off",
                        "-Dspring.main.web-application-type=none",
                        Application.class.getName(),
                        "--asynccpu.max-workers=1")
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            assertThat(parent.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(parent.exitValue()).as(() -> contentOf(log)).isZero();
        } finally {
            parent.destroyForcibly();
        }
    }
}
