package io.asynccpu.autoconfigure.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Each pool's bean, by its name; the module executor-compatibility tests the application's own executors beside them. */
class PoolBeansTests {

    private static final ApplicationContextRunner RUNNER = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(TaskExecutionAutoConfiguration.class, AsyncCpuAutoConfiguration.class))
            .withUserConfiguration(Asynchronous.class);

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Asynchronous {
        @Bean
        Plain plain() {
            return new Plain();
        }
    }

    static class Plain {
        @Async("processTaskExecutor")
        public CompletableFuture<String> opaque() {
            return CompletableFuture.completedFuture("never");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProcessTaskExecutor {
        @Bean
        AsyncTaskExecutor processTaskExecutor() {
            return new InPlaceTaskExecutor();
        }
    }

    @Test
    void anOpaqueLambdaIsRejectedWithTheRemedy() {
        RUNNER.run(
                context -> assertThatThrownBy(() -> context.getBean(Plain.class).opaque())
                        .isInstanceOf(TaskRejectedException.class)
                        .hasMessageContaining("cannot cross to a worker: it is not serializable")
                        .hasMessageEndingWith(
                                "If it stands behind @Async, put @ProcessAsync on the bean method instead of @Async"));
    }

    @Test
    void aBeanOfTheUserWithTheSameNameWins() {
        RUNNER.withUserConfiguration(OwnProcessTaskExecutor.class)
                .run(context ->
                        assertThat(context).getBean("processTaskExecutor").isInstanceOf(InPlaceTaskExecutor.class));
    }

    @Test
    void everyNamedPoolHasABean() {
        RUNNER.withPropertyValues("asynccpu.pools.images.max-workers=1")
                .run(context -> assertThat(context.getBeanFactory().getBeansOfType(ProcessTaskExecutor.class))
                        .containsOnlyKeys("processTaskExecutor", "imagesProcessTaskExecutor"));
    }

    @Test
    void disabledMeansNotThere() {
        RUNNER.withPropertyValues("asynccpu.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("processTaskExecutor"));
    }

    @Test
    void aWorkerHasNoPoolOfItsOwn() {
        RUNNER.withPropertyValues("asynccpu.worker.active=true").run(context -> {
            ProcessTaskExecutor executor = context.getBean("processTaskExecutor", ProcessTaskExecutor.class);
            Thread caller = Thread.currentThread();
            executor.execute(() -> assertThat(Thread.currentThread()).isSameAs(caller));
            assertThatThrownBy(executor::pool).isInstanceOf(TaskRejectedException.class);
        });
    }
}
