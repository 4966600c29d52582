package io.asynccpu.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.WorkerRuntime;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What goes along with a task from the thread that submits it, into real children. */
@Timeout(60)
@PoolTest
class ContextTests {

    private static final ThreadLocal<String> WORD = new ThreadLocal<>();

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            log.add(event.getFormattedMessage() + (thrown == null ? "" : thrown.getMessage()));
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        MDC.clear();
        WORD.remove();
    }

    @Test
    void theMdcArrivesAndIsGoneForTheNextTaskOnTheSameWorker(ProcessTaskPoolExecutor pool) {
        MDC.put("request", "ä 1");
        MDC.put("nothing", null);
        var first = pool.createProcessTask(ContextTests::mdc);
        var failing = pool.createProcessTask(Tasks::fails, "on purpose");
        MDC.clear();
        var second = pool.createProcessTask(ContextTests::mdc);
        assertThat(first.join()).containsExactly(Map.entry("request", "ä 1"));
        assertThat(failing).failsWithin(Duration.ofSeconds(30));
        assertThat(second.join()).isEmpty();
        assertThat(second.workerPid()).isEqualTo(first.workerPid());
    }

    @Test
    void shortTasksThatAreSentAheadHaveEachTheirOwn(ProcessTaskPoolExecutor pool) {
        List<ProcessTask<Map<String, String>>> tasks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (i % 3 == 0) {
                MDC.clear();
            } else {
                MDC.put("request", "" + i);
            }
            tasks.add(pool.createProcessTask(ContextTests::mdc));
        }
        for (int i = 0; i < tasks.size(); i++) {
            Map<String, String> own = i % 3 == 0 ? Map.of() : Map.of("request", "" + i);
            assertThat(tasks.get(i).join()).isEqualTo(own);
        }
    }

    @Test
    void itIsThereAgainWhenTheTaskStartsAgain() {
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).maxAttempts(2).build()) {
            MDC.put("request", "1");
            assertThat(pool.createProcessTask(ContextTests::mdcOfTheSecondAttempt)
                            .join())
                    .containsExactly(Map.entry("request", "1"));
        }
    }

    @Test
    void carriersOfTheRuntimeRestoreAndTheirScopeSeesTheFailure() {
        try (var pool = pool(new Word("word"), new Word("other"))) {
            WORD.set("hello");
            assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("hello");
            assertThatThrownBy(() ->
                            pool.createProcessTask(Tasks::fails, "on purpose").join())
                    .hasMessageContaining("on purpose");
            WORD.remove();
            assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("(none)");
        }
        assertThat(log)
                .anySatisfy(line -> assertThat(line).contains("word ended with null"))
                .anySatisfy(line ->
                        assertThat(line).contains("word ended with java.lang.IllegalStateException: on purpose"));
    }

    @Test
    void whatCannotBeRestoredIsLeftOutWithOneWarningAndNothingStays() {
        try (var pool = pool(new Word("fails"), new Word("unknown"), new Word("word"), new Word("sticks"))) {
            WORD.set("hello");
            MDC.put("request", "1");
            for (int i = 0; i < 3; i++) {
                assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("hello");
            }
            assertThat(pool.createProcessTask(ContextTests::mdc).join()).isEqualTo(Map.of("request", "1"));
            WORD.remove();
            MDC.clear();
            assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("(none)");
            assertThat(pool.createProcessTask(ContextTests::mdc).join()).isEmpty();
        }
        assertThat(warningsOf("fails")).singleElement().asString().contains("cannot be restored", "not today");
        assertThat(warningsOf("unknown")).singleElement().asString().contains("no carrier of that name");
        assertThat(warningsOf("sticks")).singleElement().asString().contains("cannot be removed");
    }

    @Test
    void whatIsTooLargeIsLeftOutWholeWithOneWarning() {
        try (var pool = pool(new Word("word"))) {
            MDC.put("request", "1");
            MDC.put("large", "x".repeat(64 << 10));
            WORD.set("hello");
            for (int i = 0; i < 3; i++) {
                assertThat(pool.createProcessTask(ContextTests::mdc).join()).isEmpty();
            }
            assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("hello");
        }
        assertThat(warningsOf("mdc")).singleElement().asString().contains("65549 characters", "at most 65536");
    }

    @Test
    void aBareWorkerGetsTheMdcOnlyAndTheRestIsLeftOutWithOneWarning() {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .contextCarriers(List.of(new Word("word")))
                .build()) {
            MDC.put("request", "1");
            WORD.set("hello");
            for (int i = 0; i < 2; i++) {
                assertThat(pool.createProcessTask(ContextTests::mdc).join()).isEqualTo(Map.of("request", "1"));
            }
        }
        assertThat(warningsOf("word")).singleElement().asString().contains("bare JVMs");
    }

    @Test
    void whatFailsInTheParentIsLeftOutWithOneWarning() {
        ContextCarrier broken = new Word("broken") {
            @Override
            public Captured capture(String pool, String task) {
                throw new IllegalStateException("no word");
            }
        };
        try (var pool = pool(broken, new Word("word"))) {
            WORD.set("hello");
            assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("hello");
            assertThat(pool.createProcessTask(ContextTests::word).join()).isEqualTo("hello");
        }
        assertThat(warningsOf("broken")).singleElement().asString().contains("cannot be read");
    }

    @Test
    void aCarrierHearsWhatBecomesOfTheSubmission() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        var pool = pool(new Word("word") {
            @Override
            public Captured capture(String pool, String task) {
                heard.add(pool + " " + task);
                return new Captured() {
                    @Override
                    public Map<String, String> values() {
                        return Map.of();
                    }

                    @Override
                    public void ended(Throwable failure) {
                        heard.add("ended " + failure);
                    }

                    @Override
                    public void refused(Throwable why) {
                        heard.add("refused " + why.getClass().getSimpleName());
                    }
                };
            }
        });
        try (pool) {
            pool.createProcessTask(ContextTests::word).join();
            // By the thread that waited, before it goes on.
            assertThat(heard).containsExactly("carrying ContextTests::word", "ended null");
        }
        heard.clear();
        assertThatThrownBy(() -> pool.createProcessTask(ContextTests::word))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(heard).containsExactly("carrying ContextTests::word", "refused RejectedExecutionException");
    }

    @Test
    void theEndIsHeardAlsoIfNobodyWaitsOrWhoWaitedHasGivenUp() throws Exception {
        CountDownLatch ends = new CountDownLatch(3);
        try (var pool = pool(new Listening(failure -> ends.countDown()))) {
            pool.createProcessTask(ContextTests::word);
            pool.createProcessTask(ContextTests::waits).cancel(true);
            var givenUp = pool.createProcessTask(ContextTests::waits);
            assertThatThrownBy(() -> givenUp.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            givenUp.cancel(true);
            assertThat(ends.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatHearsTheEndMayBlockAndHoldsUpNoOtherTask() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var pool = pool(new Listening(failure -> {
            ending.countDown();
            release.await();
        }))) {
            var held = pool.createProcessTask(ContextTests::word);
            ending.await();
            assertThat(held).isDone();
            assertThat(pool.createProcessTask(ContextTests::word).handle((word, failure) -> "next"))
                    .succeedsWithin(Duration.ofSeconds(30))
                    .isEqualTo("next");
            release.countDown();
        }
    }

    private static int waits() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    /** Hears how each task ends, and crosses nothing. */
    private record Listening(Ear ear) implements ContextCarrier {

        private interface Ear {

            void hear(Throwable failure) throws Exception;
        }

        @Override
        public String name() {
            return "listening";
        }

        @Override
        public Captured capture(String pool, String task) {
            return new Captured() {
                @Override
                public Map<String, String> values() {
                    return Map.of();
                }

                @Override
                public void ended(Throwable failure) {
                    try {
                        ear.hear(failure);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }

        @Override
        public Restored restore(Map<String, String> values) {
            return failure -> {};
        }
    }

    @Test
    void twoCarriersOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(new Word("same"), new Word("same")))
                .withMessageContaining("\"same\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(new Word("mdc")))
                .withMessageContaining("\"mdc\"");
    }

    private List<String> warningsOf(String carrier) {
        return log.stream()
                .filter(line -> line.contains("Context carrier \"" + carrier + "\""))
                .toList();
    }

    private static ProcessTaskPoolExecutor pool(ContextCarrier... carriers) {
        return ProcessTaskPoolExecutor.builder()
                .name("carrying")
                .maxWorkers(1)
                .contextCarriers(List.of(carriers))
                .workerRuntime(Runtime.class, Map.of())
                .jvmArgs("-Dlogback.configurationFile=io/asynccpu/internal/logging/logback/worker-logback.xml")
                .build();
    }

    static Map<String, String> mdc() {
        return new TreeMap<>(Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()));
    }

    static Map<String, String> mdcOfTheSecondAttempt() {
        return TaskContext.current().attempt() == 2 ? mdc() : Map.of("exited", "" + Tasks.halts(3));
    }

    static String word() {
        return Objects.requireNonNullElse(WORD.get(), "(none)");
    }

    /** On both sides. */
    static class Word implements ContextCarrier {

        private final String name;

        Word(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Captured capture(String pool, String task) {
            return WORD.get() == null ? null : () -> new HashMap<>(Map.of("word", WORD.get()));
        }

        @Override
        public Restored restore(Map<String, String> values) {
            WORD.set(values.get("word"));
            return failure -> {
                WORD.remove();
                LoggerFactory.getLogger("the.word").info("{} ended with {}", name, String.valueOf(failure));
            };
        }
    }

    public static final class Runtime implements WorkerRuntime {

        @Override
        public void start(Map<String, String> settings) {}

        @Override
        public BoundCall bind(String target) {
            throw new UnsupportedOperationException(target);
        }

        @Override
        public List<ContextCarrier> contextCarriers() {
            return List.of(new Word("word"), new Word("other"), new Fails(), new Sticks());
        }

        @Override
        public void close() {}
    }

    private static final class Fails extends Word {
        Fails() {
            super("fails");
        }

        @Override
        public Restored restore(Map<String, String> values) {
            throw new IllegalStateException("not today");
        }
    }

    private static final class Sticks extends Word {
        Sticks() {
            super("sticks");
        }

        @Override
        public Restored restore(Map<String, String> values) {
            return failure -> {
                throw new IllegalStateException("it sticks");
            };
        }
    }
}
