package io.asynccpu.autoconfigure.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.spi.TaskCall;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.task.TaskRejectedException;

@Timeout(120)
@LeavesNoChild
class PooledTaskExecutorTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))
            .withPropertyValues("asynccpu.max-workers=1", "asynccpu.worker.context=none");

    private static long pid(ProcessTaskExecutor executor) throws Exception {
        return executor.submitCompletable((Callable<Long> & Serializable)
                        () -> ProcessHandle.current().pid())
                .get();
    }

    @Test
    void runsSerializableTasksInAChild() {
        runner.run(context -> {
            ProcessTaskExecutor executor = context.getBean("processTaskExecutor", ProcessTaskExecutor.class);
            assertThat(pid(executor)).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(executor.submit((Runnable & Serializable) () -> {}).get())
                    .isNull();
        });
    }

    @Test
    void relativePathsMeanTheSameInAnotherDirectory() {
        Path here = Path.of("").toAbsolutePath();
        Path java = here.relativize(Path.of(System.getProperty("java.home")));
        runner.withPropertyValues("asynccpu.worker.java-home=" + java, "asynccpu.worker.working-directory=src/test")
                .run(context -> assertThat(context.getBean("processTaskExecutor", ProcessTaskExecutor.class)
                                .submitCompletable(
                                        (Callable<String> & Serializable) () -> System.getProperty("user.dir"))
                                .get())
                        .isEqualTo(here.resolve("src/test").toString()));
    }

    @Test
    void worksAgainAfterStopAndStart() {
        runner.run(context -> {
            ProcessTaskExecutor executor = context.getBean("processTaskExecutor", ProcessTaskExecutor.class);
            long before = pid(executor);
            context.getSourceApplicationContext().stop();
            assertThat(ProcessHandle.of(before)).isEmpty();
            assertThatThrownBy(() -> pid(executor)).isInstanceOf(TaskRejectedException.class);
            context.getSourceApplicationContext().start();
            assertThat(pid(executor)).isNotEqualTo(before);
        });
    }

    @Test
    void stopCancelsWhatOutlastsTheShutdownGracePeriod() {
        runner.withPropertyValues("asynccpu.shutdown-grace-period=100ms").run(context -> {
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            ProcessTask<String> endless = executor.pool().createProcessTask(() -> {
                new CountDownLatch(1).await();
                return "never";
            });
            CountDownLatch stopped = new CountDownLatch(1);
            executor.stop(stopped::countDown);
            stopped.await();
            assertThat(endless).isCancelled();
            assertThat(executor.isRunning()).isFalse();
        });
    }

    @Test
    void waitsForItsPoolWhereItIsNeededOnly() {
        CompletableFuture<ProcessTaskPoolExecutor> pool = new CompletableFuture<>();
        PooledTaskExecutor executor = new PooledTaskExecutor("late", () -> creation(() -> pool), true, Runnable::run);
        assertThat(executor.isRunning()).isTrue();
        pool.completeExceptionally(new IllegalStateException("no pool"));
        assertThatThrownBy(executor::afterSingletonsInstantiated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no pool");
        assertThatCode(executor::destroy).doesNotThrowAnyException();
    }

    @Test
    void theApplicationsClassesAreFoundWhicheverThreadUsesThePoolFirst() {
        withoutAnyKey().run(context -> {
            ProcessTaskExecutor executor = context.getBean("processTaskExecutor", ProcessTaskExecutor.class);
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            try {
                Callable<Object> failing = (Callable<Object> & Serializable) () -> {
                    throw new OfTheApplication();
                };
                assertThatThrownBy(() -> executor.submitCompletable(failing).get())
                        .hasCauseInstanceOf(OfTheApplication.class);
            } finally {
                thread.setContextClassLoader(before);
            }
        });
    }

    @Test
    void aPoolThatNothingSpeaksForIsCreatedAtItsFirstUse() {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<ProcessTaskPoolExecutor> pool = new CompletableFuture<>();
        pool.completeExceptionally(new IllegalStateException("no pool"));
        PooledTaskExecutor executor = new PooledTaskExecutor(
                "unused",
                () -> creation(() -> {
                    begun.incrementAndGet();
                    return pool;
                }),
                false,
                Runnable::run);
        executor.afterSingletonsInstantiated();
        executor.start();
        assertThat(executor.isRunning()).isTrue();
        assertThat(executor.statistics()).isEqualTo(PoolStatistics.NONE);
        assertThat(begun).hasValue(0);
        assertThatThrownBy(executor::pool).hasMessage("no pool");
        assertThat(begun).hasValue(1);
        // What was missing may be there now.
        assertThatThrownBy(executor::pool).hasMessage("no pool");
        assertThat(begun).hasValue(2);
        executor.stop();
        assertThatThrownBy(executor::pool).isInstanceOf(TaskRejectedException.class);
        assertThat(begun).hasValue(2);
    }

    @Test
    void aPoolThatCannotBeCreatedFailsTheStartBeforeAnyLifecycleBegins() {
        SmartLifecycle first = mock(SmartLifecycle.class);
        runner.withPropertyValues("asynccpu.memory-budget=1MB")
                .withBean(SmartLifecycle.class, () -> first)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasStackTraceContaining("asynccpu.memory-budget"));
        verify(first, never()).start();
    }

    @Test
    void stopsAfterTheWebServersGracefulShutdown() {
        runner.run(context -> assertThat(context.getBean("processTaskExecutor", SmartLifecycle.class)
                        .getPhase())
                .isEqualTo(Integer.MAX_VALUE / 2));
    }

    @Test
    void aPoolThatNothingHasUsedYetWorksThroughStopAndStart() {
        withoutAnyKey().run(context -> {
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
            source.stop();
            assertThat(executor.isRunning()).isFalse();
            assertThatThrownBy(() -> pid(executor)).isInstanceOf(TaskRejectedException.class);
            source.start();
            assertThat(executor.isRunning()).isTrue();
            long before = pid(executor);
            source.stop();
            assertThat(ProcessHandle.of(before)).isEmpty();
            source.start();
            assertThat(pid(executor)).isNotEqualTo(before);
            assertThat(executor.statistics().tasks().get(TaskOutcome.SUCCESS)).isEqualTo(2);
        });
    }

    private static PoolCreation creation(Supplier<CompletableFuture<ProcessTaskPoolExecutor>> begin) {
        return new PoolCreation() {

            @Override
            public Consumer<TaskCall> signatureCheck() {
                return call -> {};
            }

            @Override
            public CompletableFuture<ProcessTaskPoolExecutor> begin() {
                return begin.get();
            }
        };
    }

    @Test
    void aPoolWithoutAnyKeyIsCreatedWhenTheApplicationIsReadyIfAnnotatedBeansUseIt() {
        AtomicInteger begun = new AtomicInteger();
        PooledTaskExecutor executor = new PooledTaskExecutor(
                "later",
                () -> creation(() -> {
                    begun.incrementAndGet();
                    return CompletableFuture.failedFuture(new IllegalStateException("no pool"));
                }),
                false,
                Runnable::run);
        ApplicationReadyEvent ready = mock(ApplicationReadyEvent.class);
        executor.onApplicationEvent(ready);
        assertThat(begun).as("nothing uses it").hasValue(0);
        executor.check(mock(TaskCall.class));
        assertThat(begun).as("a check needs no pool").hasValue(0);
        executor.onApplicationEvent(ready);
        executor.onApplicationEvent(ready);
        assertThat(begun).hasValue(1);
        assertThatThrownBy(executor::pool).hasMessage("no pool");
    }

    @Test
    void annotatedMethodsAreCheckedAtTheStartAlsoWithoutAnyKey() {
        withoutAnyKey()
                .withBean(Unserializable.class)
                .run(context -> assertThat(context).hasFailed().getFailure().hasMessageContaining("Thread"));
    }

    static class Unserializable {

        @ProcessAsync
        public CompletableFuture<Integer> take(Thread thread) {
            return CompletableFuture.completedFuture(thread.getPriority());
        }
    }

    /** The suite runs with keys among the system properties. */
    private static ApplicationContextRunner withoutAnyKey() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
    }

    static class OfTheApplication extends Exception {
        private static final long serialVersionUID = 1;
    }
}
