package io.asynccpu.autoconfigure.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** What holds for a bean's method wherever it runs. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(
        classes = BeanTaskContract.Application.class,
        properties = {"asynccpu.max-workers=1", "asynccpu.pools.short.timeout=1s", "asynccpu.pools.short.max-workers=1"
        })
@TestPropertySource(properties = "the.word=hello")
@DirtiesContext
abstract class BeanTaskContract {

    record Order(String article, List<String> notes) {}

    static class Inner {
        @ProcessAsync
        public CompletableFuture<String> where() {
            return CompletableFuture.completedFuture(TaskContext.current().taskId() + " "
                    + Thread.currentThread().getName());
        }
    }

    static class Reports {
        private final Inner inner;
        private final ProcessTaskExecutor executor;

        Reports(Inner inner, @Qualifier("processTaskExecutor") ProcessTaskExecutor executor) {
            this.inner = inner;
            this.executor = executor;
        }

        @ProcessAsync
        public ProcessTask<Order> annotated(Order order) {
            order.notes().add("seen");
            return ProcessTask.completed(order);
        }

        @ProcessAsync
        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }

        @ProcessAsync
        public CompletableFuture<String> fails() {
            throw new UnsupportedOperationException("on purpose");
        }

        @ProcessAsync
        public void failsSilently(String why) {
            throw new IllegalStateException(why);
        }

        @ProcessAsync
        public CompletableFuture<Object> opens() {
            return CompletableFuture.completedFuture(new Thread());
        }

        @ProcessAsync
        public CompletableFuture<Integer> size(Map<String, Object> open) {
            return CompletableFuture.completedFuture(open.size());
        }

        @ProcessAsync("short")
        public ProcessTask<String> never() throws InterruptedException {
            new CountDownLatch(1).await();
            return ProcessTask.completed("never");
        }

        @ProcessAsync
        public ProcessTask<String> neverUnlessCancelled() throws InterruptedException {
            TaskContext.current().progress(1, 2, "waiting");
            new CountDownLatch(1).await();
            return ProcessTask.completed("never");
        }

        @ProcessAsync
        public CompletableFuture<List<String>> nested() throws Exception {
            String here = TaskContext.current().taskId() + " "
                    + Thread.currentThread().getName();
            String submitted = executor.submitCompletable(() -> TaskContext.current()
                                    .taskId() + " " + Thread.currentThread().getName())
                    .get();
            return CompletableFuture.completedFuture(List.of(here, inner.where().get(), submitted));
        }

        @ProcessAsync
        public CompletableFuture<String> pool() {
            return CompletableFuture.completedFuture(executor.pool().toString());
        }
    }

    static final BlockingQueue<Throwable> UNCAUGHT = new LinkedBlockingQueue<>();

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Reports.class, Inner.class})
    static class Application {
        @Bean
        AsyncConfigurer asyncConfigurer() {
            return new AsyncConfigurer() {
                @Override
                public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
                    return (failure, method, arguments) -> UNCAUGHT.add(failure);
                }
            };
        }
    }

    @Autowired
    Reports reports;

    @Autowired
    @Qualifier("processTaskExecutor")
    ProcessTaskExecutor executor;

    @Test
    void argumentsAndResultsAreCopies() throws Exception {
        Order order = new Order("nut", new ArrayList<>(List.of("ordered")));
        assertThat(reports.annotated(order).get()).isEqualTo(new Order("nut", List.of("ordered", "seen")));
        assertThat(order.notes()).containsExactly("ordered");
    }

    @Test
    void aMethodsOwnExceptionArrivesAsItself() {
        assertThatThrownBy(() -> reports.fails().get())
                .cause()
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("on purpose")
                .hasStackTraceContaining("Reports.fails");
    }

    @Test
    void theFailureOfAVoidMethodGoesToTheApplicationsHandler() throws Exception {
        reports.failsSilently("quietly");
        assertThat(UNCAUGHT.poll(60, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("quietly");
    }

    @Test
    void whatCannotCrossFailsOnEitherWay() {
        assertThatThrownBy(() -> reports.size(Map.of("key", new Thread())))
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining("key");
        assertThatThrownBy(() -> reports.opens().get()).cause().isInstanceOf(TaskNotSerializableException.class);
    }

    @Test
    void thePoolsTimeoutEndsTheMethodAndShowsWhereItStood() {
        assertThatThrownBy(() -> reports.never().get())
                .cause()
                .isInstanceOf(TaskTimeoutException.class)
                .hasStackTraceContaining("Reports.never");
    }

    @Test
    void aCancelReachesTheMethodAndTheNextOneRuns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ProcessTask<String> task = reports.neverUnlessCancelled();
        task.onProgress(progress -> begun.countDown());
        begun.await();
        assertThat(task.cancel(true)).isTrue();
        assertThat(reports.pid().get()).isPositive();
    }

    @Test
    void aCallFromInsideATaskRunsInPlace() throws Exception {
        List<String> places = reports.nested().get();
        assertThat(places).hasSize(3).containsOnly(places.get(0));
    }

    @Test
    void insideATaskThereIsNoPool() {
        assertThatThrownBy(() -> reports.pool().get()).cause().isInstanceOf(TaskRejectedException.class);
    }

    @Test
    void anExecutorBeanRunsSerializableTasksAndRefusesOthers() throws Exception {
        assertThat(executor.submitCompletable((Callable<String> & Serializable) () -> "ran")
                        .get())
                .isEqualTo("ran");
        assertThatThrownBy(() -> executor.execute(() -> {}))
                .isInstanceOf(TaskRejectedException.class)
                .hasMessageContaining("@ProcessAsync");
    }
}
