package io.asynccpu.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.AsyncCpuEndpointAutoConfiguration;
import io.asynccpu.autoconfigure.AsyncCpuHealthAutoConfiguration;
import io.asynccpu.autoconfigure.NoChildIsLeft;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
@ExtendWith(NoChildIsLeft.class)
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
    void aPoolThatCannotStartWorkersIsOutOfServiceWithTheReason() {
        runner.withPropertyValues("asynccpu.worker.jvm-args=-XX:NoSuchFlag").run(context -> {
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            assertThat(executor.pool()
                            .createProcessTask(() -> 1)
                            .handle((result, failure) -> failure)
                            .join())
                    .hasMessageContaining("NoSuchFlag");
            Health health = health(context, "default");
            assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health.getDetails().get("reason")).asString().contains("NoSuchFlag");
        });
    }

    @Test
    void theEndpointShowsPoolsAndWorkers() {
        runner.run(context -> {
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            executor.pool().createProcessTask(() -> 1).join();
            AsyncCpuEndpoint endpoint = context.getBean(AsyncCpuEndpoint.class);
            assertThat(endpoint.pools().get("pools"))
                    .extracting(PoolSnapshot::name)
                    .containsExactlyInAnyOrder("default", "images");
            PoolSnapshot pool = endpoint.pool("default");
            assertThat(pool).isNotNull();
            assertThat(pool.workers()).singleElement().satisfies(worker -> assertThat(worker.pid())
                    .isPositive());
            assertThat(endpoint.pool("none")).isNull();
        });
    }
}
