package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.autoconfigure.ConditionalOnNotProcessWorker;
import io.asynccpu.autoconfigure.ConditionalOnProcessWorker;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.test.annotation.DirtiesContext;

/** The whole way: from the annotated method into a child with the application's context, and back. */
@Timeout(120)
@LeavesNoChild
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = ProcessAsyncTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.worker-configurer=io.asynccpu.autoconfigure.aop.ProcessAsyncTests$Prepares",
            "asynccpu.pools.short.timeout=1s",
            "asynccpu.pools.short.max-workers=1",
            "asynccpu.pools.single.max-workers=1",
            "the.pool=short",
            "the.word=hello"
        })
@DirtiesContext
class ProcessAsyncTests {

    record Line(String article, Optional<Integer> count, Instant at, Map<Integer, List<String>> tags) {}

    static class Base<T> {
        @ProcessAsync
        public CompletableFuture<List<T>> twice(T value) {
            return CompletableFuture.completedFuture(List.of(value, value));
        }
    }

    static class Lines extends Base<Line> {}

    interface Contract {
        @ProcessAsync
        CompletionStage<String> promised(String value);
    }

    static class Implementation implements Contract {
        @Override
        public CompletionStage<String> promised(String value) {
            return CompletableFuture.supplyAsync(
                    () -> value + ProcessHandle.current().pid());
        }
    }

    @ProcessAsync("${the.pool}")
    static class Brief {
        public Future<String> pool() {
            return CompletableFuture.completedFuture(TaskContext.current().pool());
        }

        public CompletableFuture<String> never() throws InterruptedException {
            new CountDownLatch(1).await();
            return CompletableFuture.completedFuture("never");
        }

        @ProcessAsync(timeout = "1m", pool = "default")
        public CompletableFuture<String> elsewhere() {
            return CompletableFuture.completedFuture(TaskContext.current().pool());
        }
    }

    static class Reports {
        private static final Logger LOG = LoggerFactory.getLogger("the.reports");

        private final Greeter greeter;
        private final Map<String, Marker> markers;

        Reports(Greeter greeter, Map<String, Marker> markers) {
            this.greeter = greeter;
            this.markers = markers;
        }

        @ProcessAsync
        public ProcessTask<String> greet(String name) {
            LOG.info("Greeting {} from the child", name);
            return ProcessTask.completed(greeter.greet(name));
        }

        @ProcessAsync
        public CompletableFuture<String> nothing() {
            return CompletableFuture.completedFuture(null);
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
        public CompletableFuture<Integer> exits() {
            System.exit(0);
            return CompletableFuture.completedFuture(0);
        }

        @ProcessAsync(maxAttempts = 2)
        public CompletableFuture<Integer> succeedsTheSecondTime() {
            int attempt = TaskContext.current().attempt();
            if (attempt == 1) {
                Runtime.getRuntime().halt(3);
            }
            return CompletableFuture.completedFuture(attempt);
        }

        @ProcessAsync("single")
        public ProcessTask<String> neverEnds() throws InterruptedException {
            new CountDownLatch(1).await();
            return ProcessTask.completed("never");
        }

        @ProcessAsync(pool = "single", queueTimeout = "100ms")
        public CompletableFuture<String> hasNoPatience() {
            return CompletableFuture.completedFuture("never");
        }

        @ProcessAsync
        public CompletableFuture<Integer> size(Map<String, Object> open) {
            return CompletableFuture.completedFuture(open.size());
        }

        @ProcessAsync
        public CompletableFuture<List<String>> beans() {
            return CompletableFuture.completedFuture(
                    markers.keySet().stream().sorted().toList());
        }

        @ProcessAsync
        public CompletableFuture<List<String>> runs() {
            return CompletableFuture.completedFuture(List.copyOf(RUNS));
        }

        @ProcessAsync
        public CompletableFuture<Boolean> isPrepared() {
            return CompletableFuture.completedFuture(prepared);
        }
    }

    record Greeter(String word) {
        String greet(String name) {
            return word + " " + name;
        }
    }

    record Marker() {}

    static final BlockingQueue<String> RUNS = new LinkedBlockingQueue<>();
    static final BlockingQueue<Throwable> UNCAUGHT = new LinkedBlockingQueue<>();
    static volatile boolean prepared;

    public static final class Prepares implements WorkerConfigurer {
        @Override
        public void configure() {
            prepared = true;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Reports.class, Lines.class, Implementation.class, Brief.class})
    static class Application {
        @Bean
        Greeter greeter(@Value("${the.word}") String word) {
            return new Greeter(word);
        }

        @Bean
        @ConditionalOnProcessWorker
        Marker onlyInTheChild() {
            return new Marker();
        }

        @Bean
        @ConditionalOnNotProcessWorker
        Marker onlyInTheParent() {
            return new Marker();
        }

        @Bean
        Marker onBothSides() {
            return new Marker();
        }

        @Bean
        CommandLineRunner runner() {
            return args -> RUNS.add("runner");
        }

        @Bean
        AsyncConfigurer asyncConfigurer() {
            return new AsyncConfigurer() {
                @Override
                public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
                    return (failure, method, arguments) -> uncaught(failure, method);
                }
            };
        }

        private static void uncaught(Throwable failure, Method method) {
            assertThat(method.getName()).isEqualTo("failsSilently");
            UNCAUGHT.add(failure);
            if ("twice".equals(failure.getMessage())) {
                throw new IllegalStateException("so does the handler");
            }
        }
    }

    @Autowired
    private Reports reports;

    @Autowired
    private Lines lines;

    @Autowired
    private Contract contract;

    @Autowired
    private Brief shortOnes;

    @Autowired
    @Qualifier("processTaskExecutor")
    private ProcessTaskExecutor processTaskExecutor;

    @Autowired
    private ListableBeanFactory beanFactory;

    @Test
    void runsInAChildWithTheBeansDependencies(CapturedOutput output) throws Exception {
        ProcessTask<String> task = reports.greet("Ann");
        assertThat(task.get()).isEqualTo("hello Ann");
        assertThat(task.workerPid())
                .isPositive()
                .isNotEqualTo(ProcessHandle.current().pid());
        assertThat(output).contains("the.reports").contains("Greeting Ann from the child");
    }

    @Test
    void genericTypesOfTheBeansClassCross() throws Exception {
        Line line = new Line(
                "nut", Optional.of(3), Instant.parse("2026-01-02T03:04:05.000000006Z"), Map.of(1, List.of("a")));
        assertThat(lines.twice(line).get()).containsExactly(line, line);
    }

    @Test
    void anAnnotationOnAnInterfaceCounts() throws Exception {
        assertThat(contract.promised("pid ").toCompletableFuture().get())
                .startsWith("pid ")
                .isNotEqualTo("pid " + ProcessHandle.current().pid());
    }

    @Test
    void anAnnotationOnTheClassCountsForItsPublicMethodsAndThatOnAMethodWins() throws Exception {
        assertThat(shortOnes.pool().get()).isEqualTo("short");
        assertThat(shortOnes.elsewhere().get()).isEqualTo("default");
    }

    @Test
    void thePoolsTimeoutEndsTheMethod() {
        assertThatThrownBy(() -> shortOnes.never().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContaining("Brief.never")
                .hasStackTraceContaining("ProcessAsyncTests$Brief.never");
    }

    @Test
    void theQueueTimeoutOfTheAnnotationEndsTheWaitingForAWorker() throws Exception {
        ProcessTask<String> first = reports.neverEnds();
        assertThatThrownBy(() -> reports.hasNoPatience().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContaining("Reports.hasNoPatience")
                .hasMessageContaining("PT0.1S");
        assertThat(first).isNotDone();
        assertThat(first.cancel(true)).isTrue();
    }

    @Test
    void theMaxAttemptsOfTheAnnotationStartTheMethodAgainAfterItsWorkerDied() throws Exception {
        assertThat(reports.succeedsTheSecondTime().get()).isEqualTo(2);
    }

    @Test
    void nullIsAResult() throws Exception {
        assertThat(reports.nothing().get()).isNull();
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
    void aHandlerThatFailsItselfDoesNoHarm() throws Exception {
        try (LogLines log = new LogLines(ProcessAsyncInterceptor.class)) {
            reports.failsSilently("twice");
            assertThat(UNCAUGHT.poll(60, TimeUnit.SECONDS)).hasMessage("twice");
            ILoggingEvent line = log.next();
            assertThat(line.getFormattedMessage()).contains("The handler of uncaught exceptions failed itself");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("so does the handler");
            reports.failsSilently("once");
            assertThat(UNCAUGHT.poll(60, TimeUnit.SECONDS)).hasMessage("once");
        }
    }

    @Test
    void anExitOfTheChildIsANamedFailureAndTheNextCallSucceeds() throws Exception {
        assertThatThrownBy(() -> reports.exits().get())
                .cause()
                .isInstanceOf(WorkerCrashedException.class)
                .hasMessageContaining("exited with code 0");
        assertThat(reports.greet("Bob").get()).isEqualTo("hello Bob");
    }

    @Test
    void whatCannotCrossFailsInTheCallersThreadWithItsPath() {
        assertThatThrownBy(() -> reports.size(Map.of("key", new Thread())))
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContaining("Reports.size")
                .hasMessageContaining("key");
    }

    @Test
    void conditionsTellTheSidesApart() throws Exception {
        assertThat(reports.beans().get()).containsExactly("onBothSides", "onlyInTheChild");
    }

    @Test
    void noRunnerRunsInTheChild() throws Exception {
        assertThat(RUNS).containsExactly("runner");
        assertThat(reports.runs().get()).isEmpty();
    }

    @Test
    void theConfigurerRanBeforeTheTask() throws Exception {
        assertThat(reports.isPrepared().get()).isTrue();
        assertThat(prepared).isFalse();
    }

    @Test
    void everyPoolHasItsBean() {
        assertThat(beanFactory.getBeansOfType(ProcessTaskExecutor.class))
                .containsOnlyKeys("processTaskExecutor", "shortProcessTaskExecutor", "singleProcessTaskExecutor");
        assertThat(processTaskExecutor
                        .pool()
                        .createProcessTask((Integer a) -> a + 1, 1)
                        .join())
                .isEqualTo(2);
    }
}
