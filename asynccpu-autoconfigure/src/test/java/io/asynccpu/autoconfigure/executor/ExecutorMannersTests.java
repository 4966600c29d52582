package io.asynccpu.autoconfigure.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** The application's own executors behave with the starter as they do without it. */
class ExecutorMannersTests {

    private static final ApplicationContextRunner WITHOUT = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
            .withUserConfiguration(Asynchronous.class);

    private static final ApplicationContextRunner WITH =
            WITHOUT.withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Asynchronous {
        @Bean
        Plain plain() {
            return new Plain();
        }
    }

    static class Plain {
        @Async
        public CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(
                    Thread.currentThread().getName().replaceAll("\\d+$", ""));
        }

        @Async("processTaskExecutor")
        public CompletableFuture<String> opaque() {
            return CompletableFuture.completedFuture("never");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnExecutorService {
        @Bean(destroyMethod = "shutdown")
        ExecutorService mine() {
            return Executors.newSingleThreadExecutor(task -> new Thread(task, "mine-1"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProcessTaskExecutor {
        @Bean
        AsyncTaskExecutor processTaskExecutor() {
            return new InPlaceTaskExecutor();
        }
    }

    private static String same(ApplicationContextRunner without, Function<AssertableApplicationContext, String> seen) {
        String[] results = new String[2];
        without.run(context -> results[0] = seen.apply(context));
        without.withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))
                .run(context -> results[1] = seen.apply(context));
        assertThat(results[1]).isEqualTo(results[0]);
        return results[1];
    }

    private static String asyncThread(AssertableApplicationContext context) {
        return context.getBean(Plain.class).thread().join();
    }

    @Test
    void plainAsyncRunsWhereItRanBefore() {
        assertThat(same(WITHOUT, ExecutorMannersTests::asyncThread)).isEqualTo("task-");
        assertThat(same(WITHOUT.withUserConfiguration(OwnExecutorService.class), ExecutorMannersTests::asyncThread))
                .isEqualTo("SimpleAsyncTaskExecutor-");
        same(WITHOUT.withPropertyValues("spring.threads.virtual.enabled=true"), ExecutorMannersTests::asyncThread);
    }

    @Test
    void injectionByTypeFindsWhatItFoundBefore() {
        for (Class<?> type : new Class<?>[] {AsyncTaskExecutor.class, Executor.class}) {
            same(WITHOUT, context -> context.getBean(type).getClass().getName());
        }
    }

    @Test
    void bootsOwnExecutorIsThere() {
        same(
                WITHOUT,
                context -> context.getBean("applicationTaskExecutor").getClass().getName());
    }

    @Test
    void anOpaqueLambdaIsRejectedWithTheRemedy() {
        WITH.run(
                context -> assertThatThrownBy(() -> context.getBean(Plain.class).opaque())
                        .isInstanceOf(TaskRejectedException.class)
                        .hasMessageContaining("put @ProcessAsync on the bean method instead of @Async"));
    }

    @Test
    void aBeanOfTheUserWithTheSameNameWins() {
        WITH.withUserConfiguration(OwnProcessTaskExecutor.class)
                .run(context ->
                        assertThat(context).getBean("processTaskExecutor").isInstanceOf(InPlaceTaskExecutor.class));
    }

    @Test
    void everyNamedPoolHasABean() {
        WITH.withPropertyValues("asynccpu.pools.images.max-workers=1")
                .run(context -> assertThat(context.getBeanFactory().getBeansOfType(ProcessTaskExecutor.class))
                        .containsOnlyKeys("processTaskExecutor", "imagesProcessTaskExecutor"));
    }

    @Test
    void disabledMeansNotThere() {
        WITH.withPropertyValues("asynccpu.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("processTaskExecutor"));
    }

    @Test
    void aWorkerHasNoPoolOfItsOwn() {
        WITH.withPropertyValues("asynccpu.worker.active=true").run(context -> {
            ProcessTaskExecutor executor = context.getBean("processTaskExecutor", ProcessTaskExecutor.class);
            Thread caller = Thread.currentThread();
            executor.execute(() -> assertThat(Thread.currentThread()).isSameAs(caller));
            assertThatThrownBy(executor::pool).isInstanceOf(TaskRejectedException.class);
        });
    }
}
