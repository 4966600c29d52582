package io.asynccpu.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.AsyncCpuEndpointAutoConfiguration;
import io.asynccpu.autoconfigure.AsyncCpuHealthAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.support.PoolEvents;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("fast")
@Timeout(60)
@LeavesNoChild
class ActuatorTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AsyncCpuAutoConfiguration.class,
                    AsyncCpuEndpointAutoConfiguration.class,
                    AsyncCpuHealthAutoConfiguration.class))
            .withPropertyValues(
                    "asynccpu.max-workers=1",
                    "asynccpu.worker.context=none",
                    "asynccpu.pools.images.max-workers=2",
                    "management.endpoints.web.exposure.include=asynccpu",
                    "management.endpoints.jmx.exposure.include=asynccpu");

    private static Health health(AssertableApplicationContext context, String pool) {
        CompositeHealthContributor composite =
                context.getBean("asynccpuHealthContributor", CompositeHealthContributor.class);
        return ((HealthIndicator) composite.getContributor(pool)).health();
    }

    @Test
    void aPoolIsUpEvenBeforeItsFirstWorker() {
        runner.run(context -> assertThat(health(context, "images"))
                .satisfies(health -> assertThat(health.getStatus()).isEqualTo(Status.UP))
                .satisfies(health -> assertThat(health.getDetails()).containsEntry("maxWorkers", 2)));
    }

    @Test
    void theOneOfSeveralPoolsThatCannotStartWorkersIsOutOfServiceWithTheReason() {
        runner.withPropertyValues("asynccpu.pools.images.worker.jvm-args=-XX:NoSuchFlag")
                .run(context -> {
                    assertThat(failure(context, "imagesProcessTaskExecutor")).hasMessageContaining("NoSuchFlag");
                    Health images = health(context, "images");
                    assertThat(images.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(images.getDetails().get("reason"))
                            .asString()
                            .startsWith("Pool images: the last worker could not be started: ")
                            .contains("NoSuchFlag");
                    assertThat(health(context, "default").getStatus()).isEqualTo(Status.UP);
                    assertThat(health(context, "default").getDetails()).doesNotContainKey("reason");
                });
    }

    @Test
    void aPoolThatHasGivenUpForAWhileIsOutOfService() {
        runner.withPropertyValues("asynccpu.pools.images.worker.jvm-args=-XX:NoSuchFlag")
                .run(context -> {
                    for (int i = 0; i < 4; i++) {
                        assertThat(failure(context, "imagesProcessTaskExecutor"))
                                .hasMessageContaining("NoSuchFlag");
                    }
                    Health images = health(context, "images");
                    assertThat(images.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(images.getDetails().get("reason"))
                            .asString()
                            .contains("every task fails at once: ")
                            .contains("NoSuchFlag")
                            .doesNotContain("the last worker could not be started");
                });
    }

    @Test
    void aKillOfAReadyWorkerThatHadNoTaskYetIsNoFailedStart() {
        PoolEvents events = new PoolEvents();
        runner.withPropertyValues("asynccpu.min-workers=1")
                .withBean(PoolEvents.class, () -> events)
                .run(context -> {
                    context.getBean("processTaskExecutor", PooledTaskExecutor.class)
                            .pool();
                    ProcessHandle.of(events.awaitReady(1).get(0)).orElseThrow().destroyForcibly();
                    events.awaitEnds(1);
                    Health health = health(context, "default");
                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                    assertThat(health.getDetails()).doesNotContainKey("reason");
                });
    }

    @Test
    void healthAndEndpointNameCodeThatWasReplacedWhileTheApplicationRuns(@TempDir Path classes) throws Exception {
        Path compiled = Files.writeString(classes.resolve("Some.class"), "");
        String classPath = System.getProperty("java.class.path");
        System.setProperty("java.class.path", classPath + File.pathSeparator + classes);
        try {
            PoolEvents events = new PoolEvents();
            runner.withBean(PoolEvents.class, () -> events).run(context -> {
                var pool = context.getBean("processTaskExecutor", PooledTaskExecutor.class)
                        .pool();
                long pid = pool.createProcessTask(() -> ProcessHandle.current().pid())
                        .join();
                Files.writeString(compiled, "compiled anew");
                signal("KILL", pid);
                events.awaitEnds(1);
                assertThat(pool.createProcessTask(() -> ProcessHandle.current().pid())
                                .join())
                        .isNotEqualTo(pid);
                Health health = health(context, "default");
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails().get("warnings")).asString().contains(compiled.toString());
                assertThat(PoolView.of(pool).warnings()).anyMatch(warning -> warning.contains(compiled.toString()));
            });
        } finally {
            System.setProperty("java.class.path", classPath);
        }
    }

    @Test
    void aPoolForWhichThereIsNoMemoryIsOutOfServiceAndTheOneThatHasItIsUp() {
        runner.withPropertyValues(
                        "asynccpu.max-workers=2",
                        "asynccpu.worker.max-heap=64MB",
                        "asynccpu.cancel-tasks-when-shutdown=true",
                        "asynccpu.pools.images.memory-budget=400MB")
                .run(context -> {
                    submitEndless(context, "processTaskExecutor");
                    submitEndless(context, "processTaskExecutor");
                    submitEndless(context, "imagesProcessTaskExecutor");
                    Health images = health(context, "images");
                    assertThat(images.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(images.getDetails().get("reason"))
                            .asString()
                            .startsWith("Pool images: the next worker has to wait: ")
                            .contains("memory-budget is 400 MiB");
                    assertThat(health(context, "default").getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void healthIsToldWithoutWaitingForAFrozenChild() {
        runner.run(context -> {
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            long pid = executor.pool()
                    .createProcessTask(() -> ProcessHandle.current().pid())
                    .join();
            assertThat(signal("STOP", pid)).isZero();
            try {
                Health health = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> health(context, "default"));
                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails()).containsEntry("workers", 1);
            } finally {
                signal("CONT", pid);
            }
        });
    }

    @Test
    void healthSaysWhatAnOperatorNeedsAtNight() {
        runner.withPropertyValues("asynccpu.cancel-tasks-when-shutdown=true").run(context -> {
            var pool = context.getBean("processTaskExecutor", PooledTaskExecutor.class)
                    .pool();
            pool.createProcessTask(ActuatorTests::halt)
                    .handle((result, failure) -> failure)
                    .join();
            pool.pause();
            submitEndless(context, "processTaskExecutor");
            Health health = health(context, "default");
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("state", "RUNNING")
                    .containsEntry("paused", true)
                    .containsEntry("queued", 1L)
                    .containsKeys("oldestQueuedSince", "queueCapacity", "workersReady");
            assertThat(health.getDetails().get("lastDeath")).asString().contains("code 7");
        });
    }

    private static int halt() {
        Runtime.getRuntime().halt(7);
        return 0;
    }

    @Test
    void aPoolThatTheApplicationShutDownIsOutOfService() {
        runner.run(context -> {
            context.getBean("imagesProcessTaskExecutor", PooledTaskExecutor.class)
                    .pool()
                    .shutdown();
            Health images = health(context, "images");
            assertThat(images.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(images.getDetails().get("reason")).asString().contains("takes no more tasks");
        });
    }

    @Test
    void aStoppedPoolIsOutOfService() {
        runner.run(context -> {
            context.getSourceApplicationContext().stop();
            assertThat(health(context, "images").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health(context, "images").getDetails().get("reason"))
                    .asString()
                    .startsWith("Pool images is stopped");
            assertThat(context.getBean(AsyncCpuEndpoint.class).pools().get("pools"))
                    .isEmpty();
            assertThat(context.getBean(AsyncCpuEndpoint.class).pool("images")).isNull();
        });
    }

    private static void submitEndless(AssertableApplicationContext context, String executor) {
        var unused = context.getBean(executor, PooledTaskExecutor.class).pool().createProcessTask(() -> {
            new CountDownLatch(1).await();
            return 1;
        });
    }

    private static Throwable failure(AssertableApplicationContext context, String executor) {
        return context.getBean(executor, PooledTaskExecutor.class)
                .pool()
                .createProcessTask(() -> 1)
                .handle((result, failure) -> failure)
                .join();
    }

    private static int signal(String name, long pid) throws Exception {
        return new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
    }

    @Test
    void theEndpointShowsPoolsAndWorkers() {
        runner.run(context -> {
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            executor.pool().createProcessTask(() -> 1).join();
            AsyncCpuEndpoint endpoint = context.getBean(AsyncCpuEndpoint.class);
            assertThat(endpoint.pools().get("pools"))
                    .extracting(PoolView::name)
                    .containsExactlyInAnyOrder("default", "images");
            PoolView pool = endpoint.pool("default");
            assertThat(pool).isNotNull();
            assertThat(pool.workers()).singleElement().satisfies(worker -> assertThat(worker.pid())
                    .isPositive());
            assertThat(endpoint.pool("none")).isNull();
        });
    }
}
