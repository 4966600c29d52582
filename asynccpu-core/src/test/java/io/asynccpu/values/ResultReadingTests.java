package io.asynccpu.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.api.ResultReading;
import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.support.ChildChannel;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import io.asynccpu.support.Thorough;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of the application that runs where its results and exceptions are made again: in this JVM, and never in the way. */
@Timeout(120)
@PoolTest
class ResultReadingTests {

    /** What the application's code does in this JVM; nothing in a child. */
    private enum Deed {
        NOTHING,
        HANGS,
        WAITS,
        ASSERTION_ERROR,
        STACK_OVERFLOW,
        OUT_OF_MEMORY,
        MISSING_CLASS,
        THREAD_DEATH
    }

    private static volatile Deed deed = Deed.NOTHING;
    private static volatile CountDownLatch begun = new CountDownLatch(1);
    private static volatile CountDownLatch release = new CountDownLatch(1);

    static final class UnusualError extends Error {
        private static final long serialVersionUID = 1L;
    }

    static void act() {
        switch (deed) {
            case NOTHING -> {}
            case HANGS -> {
                begun.countDown();
                boolean released = false;
                while (!released) {
                    try {
                        release.await();
                        released = true;
                    } catch (InterruptedException deaf) {
                        // That is the point.
                    }
                }
            }
            case WAITS -> {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted", e);
                }
            }
            case ASSERTION_ERROR -> throw new AssertionError("asserted");
            case STACK_OVERFLOW -> throw new StackOverflowError();
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("Java heap space");
            case MISSING_CLASS -> throw new NoClassDefFoundError("com/optional/Missing");
            case THREAD_DEATH -> throw new UnusualError();
        }
    }

    @BeforeEach
    void nothingHappensYet() {
        begun = new CountDownLatch(1);
        release = new CountDownLatch(1);
        deed = Deed.NOTHING;
    }

    @AfterEach
    void releaseAll() {
        deed = Deed.NOTHING;
        release.countDown();
    }

    record Result(int value) implements Serializable {
        Result {
            act();
        }
    }

    static Result result(int value) {
        return new Result(value);
    }

    private static ProcessTaskPoolExecutorBuilder pool() {
        return ProcessTaskPoolExecutor.builder().maxWorkers(1);
    }

    @Test
    void theTimeoutCoversTheReading() throws Exception {
        try (var pool = pool().timeout(Duration.ofSeconds(2)).build()) {
            long worker = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            deed = Deed.HANGS;
            ProcessTask<Result> task = pool.createProcessTask(ResultReadingTests::result, 7);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(TaskTimeoutException.class, timeout -> assertThat(timeout.getCause())
                            .isNotNull()
                            .satisfies(where -> assertThat(where.getStackTrace())
                                    .anyMatch(frame -> frame.getMethodName().equals("act"))))
                    .hasMessageContaining("reading its outcome");
            // Neither the worker nor its other tasks are touched.
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(worker);
            assertThat(pool.resultReadings()).singleElement().satisfies(reading -> {
                assertThat(reading.taskId()).isEqualTo(task.taskId());
                assertThat(reading.name()).isEqualTo("ResultReadingTests::result");
                assertThat(reading.awaited()).isFalse();
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread.getName().equals(reading.thread()))
                        .singleElement()
                        .matches(Thread::isDaemon);
            });
            release.countDown();
            Poll.until("the end of the reading", () -> pool.resultReadings().isEmpty());
        }
    }

    record Bulky(String text) {
        Bulky {
            act();
        }
    }

    static Bulky bulky(int length) {
        return new Bulky("x".repeat(length));
    }

    /** A large one holds up its worker, so that honest ones do not fill the heap; but not for as long as it takes. */
    @Test
    void aLargeResultThatHangsDoesNotHangTheOthersOfItsWorker() throws Exception {
        try (var pool = pool().threadsPerWorker(2).build()) {
            long worker = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            deed = Deed.HANGS;
            ProcessTask<Bulky> one = pool.createProcessTask(ResultReadingTests::bulky, 200_000);
            ProcessTask<Bulky> other = pool.createProcessTask(ResultReadingTests::bulky, 200_000);
            try {
                Poll.until(
                        "the beginning of both readings",
                        () -> pool.resultReadings().size() == 2);
                assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                        .isEqualTo(worker);
                assertThat(pool.resultReadings()).hasSize(2);
            } finally {
                release.countDown();
            }
            assertThat(one.get(60, TimeUnit.SECONDS).text()).hasSize(200_000);
            assertThat(other.get(60, TimeUnit.SECONDS).text()).hasSize(200_000);
        }
    }

    @Test
    void cancelDoesNotWaitForTheReadingAndInterruptsIt() throws Exception {
        try (var pool = pool().build()) {
            deed = Deed.WAITS;
            ProcessTask<Result> task = pool.createProcessTask(ResultReadingTests::result, 7);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(pool.resultReadings()).singleElement().matches(ResultReading::awaited);
            assertThat(task.cancel(true)).isTrue();
            assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
            // It is not released but interrupted.
            Poll.until("the end of the reading", () -> pool.resultReadings().isEmpty());
        }
    }

    @Test
    void anOperatorCancelsATaskWhoseOutcomeIsBeingRead() throws Exception {
        try (var pool = pool().build()) {
            deed = Deed.WAITS;
            ProcessTask<Result> task = pool.createProcessTask(ResultReadingTests::result, 7);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(pool.cancel(task.taskId())).isTrue();
            assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void closeDoesNotWaitForTheReading() throws Exception {
        ProcessTask<Result> task;
        try (var pool = pool().cancelTasksWhenShutdown(true).build()) {
            deed = Deed.HANGS;
            task = pool.createProcessTask(ResultReadingTests::result, 7);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void aGracefulCloseDoesNotWaitForEverForTheReading() throws Exception {
        ProcessTask<Result> task;
        try (var pool = pool().build()) {
            deed = Deed.HANGS;
            task = pool.createProcessTask(ResultReadingTests::result, 7);
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
    }

    @Thorough
    @ParameterizedTest
    @EnumSource(
            value = Deed.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NOTHING", "HANGS", "WAITS"})
    void whateverReadingThrowsIsThatTasksFailureOnly(Deed thrown) throws Exception {
        for (TaskCodec codec : TaskCodec.values()) {
            try (var pool = pool().codec(codec).threadsPerWorker(2).build()) {
                long worker = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
                deed = thrown;
                ProcessTask<Result> task = pool.createProcessTask(ResultReadingTests::result, 7);
                assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                        .as(codec.name())
                        .hasCauseInstanceOf(TaskNotSerializableException.class)
                        .hasMessageContaining("cannot be read");
                deed = Deed.NOTHING;
                assertThat(pool.createProcessTask(ResultReadingTests::result, 8).get(60, TimeUnit.SECONDS))
                        .isEqualTo(new Result(8));
                assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                        .as("the worker")
                        .isEqualTo(worker);
            }
        }
    }

    private static volatile @Nullable ClassLoader seenLoader;

    record LoaderSeen(int value) {
        LoaderSeen {
            seenLoader = Thread.currentThread().getContextClassLoader();
        }
    }

    static LoaderSeen seesLoader(int value) {
        return new LoaderSeen(value);
    }

    @Test
    void resultsAreReadWithTheApplicationsClassLoaderWhoeverWaits() throws Exception {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        try (var pool = pool().build()) {
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            pool.createProcessTask(ResultReadingTests::seesLoader, 7).get(60, TimeUnit.SECONDS);
            assertThat(seenLoader).isSameAs(application);
        } finally {
            Thread.currentThread().setContextClassLoader(application);
        }
    }

    @Test
    void whatNobodyWaitsForIsNotKeptUntilThereIsAThreadForIt() throws Exception {
        try (var pool = pool().threadsPerWorker(2).build()) {
            deed = Deed.HANGS;
            List<ProcessTask<Result>> tasks = new ArrayList<>();
            for (int i = 0; i < 130; i++) {
                tasks.add(pool.createProcessTask(ResultReadingTests::result, i));
            }
            Poll.until("all outcomes", () -> pool.resultReadings().size() == 130);
            tasks.forEach(task -> task.cancel(true));
            // Of those that have a thread nobody can do more than to interrupt it.
            assertThat(pool.resultReadings()).hasSize(128).allMatch(reading -> reading.thread() != null);
            release.countDown();
            Poll.until("the end of the reading", () -> pool.resultReadings().isEmpty());
            deed = Deed.NOTHING;
            assertThat(pool.createProcessTask(ResultReadingTests::result, 8).get(60, TimeUnit.SECONDS))
                    .isEqualTo(new Result(8));
        }
    }

    // --- exceptions ---

    @SuppressWarnings("serial")
    static final class Awkward extends RuntimeException {

        private final String method;

        Awkward(String method) {
            super("awkward " + method);
            this.method = method;
        }

        private void at(String name) {
            if (method != null && method.equals(name)) {
                act();
            }
        }

        @Override
        public void setStackTrace(StackTraceElement[] stackTrace) {
            at("setStackTrace");
            super.setStackTrace(stackTrace);
        }

        @Override
        public synchronized Throwable initCause(@Nullable Throwable cause) {
            at("initCause");
            return super.initCause(cause);
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            at("getCause");
            return super.getCause();
        }

        @Override
        public @Nullable String getMessage() {
            at("getMessage");
            return super.getMessage();
        }

        @Override
        public String toString() {
            at("toString");
            return super.toString();
        }
    }

    static int fails(String method) {
        throw new Awkward(method);
    }

    @Thorough
    @ParameterizedTest
    @ValueSource(strings = {"setStackTrace", "initCause", "getCause", "getMessage", "toString"})
    void anExceptionWhoseMethodsThrowErrorsStillTellsTheFailure(String method) throws Exception {
        try (var pool = pool().threadsPerWorker(2).build()) {
            long worker = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            for (Deed thrown : List.of(Deed.ASSERTION_ERROR, Deed.MISSING_CLASS, Deed.THREAD_DEATH)) {
                deed = thrown;
                ProcessTask<Integer> task = pool.createProcessTask(ResultReadingTests::fails, method);
                // The JDK's get() asks a failure what it is, on the thread of who calls it.
                Throwable failure = task.<Throwable>handle((result, thrownThere) -> thrownThere)
                        .get(60, TimeUnit.SECONDS);
                assertThat(failure.getStackTrace()[0].getMethodName())
                        .as(method + " " + thrown)
                        .isEqualTo("fails");
                assertThat(failure.getClass()).isIn(Awkward.class, RemoteTaskException.class);
                deed = Deed.NOTHING;
            }
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(worker);
        }
    }

    @Test
    void anExceptionWhoseMethodsHangTimesOut() throws Exception {
        try (var pool = pool().timeout(Duration.ofSeconds(2)).build()) {
            long worker = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            deed = Deed.HANGS;
            ProcessTask<Integer> task = pool.createProcessTask(ResultReadingTests::fails, "getMessage");
            assertThatThrownBy(() -> task.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining("reading its outcome");
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(worker);
        }
    }

    // --- what is only data, but takes for ever ---

    /** In the child: sets of sets whose hash codes take twice as long with each level. */
    static Set<Object> sendsNestedSets(int levels) throws Exception {
        Set<Object> outer = new HashSet<>();
        Set<Object> one = outer;
        Set<Object> other = new HashSet<>();
        for (int i = 0; i < levels; i++) {
            Set<Object> nextOne = new HashSet<>();
            Set<Object> nextOther = new HashSet<>(Set.of("x"));
            one.add(nextOne);
            one.add(nextOther);
            other.add(nextOne);
            other.add(nextOther);
            one = nextOne;
            other = nextOther;
        }
        ChildChannel.channel()
                .send(
                        new Message.Succeeded(TaskContext.current().taskId(), 0, 0, 0, serialized(outer)),
                        Delivery.ASSURED);
        new CountDownLatch(1).await();
        return outer;
    }

    private static Payload serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The tag of an object.
        bytes.write(0xFE);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return Payload.of(bytes.toByteArray());
    }

    @Test
    void serializedSetsThatTakeForEverTimeOutAndNobodyElseWaits() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .threadsPerWorker(2)
                .codec(TaskCodec.JAVA)
                .build()) {
            long worker = pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS);
            ProcessTask<Set<Object>> task = pool.createProcessTask(ResultReadingTests::sendsNestedSets, 25);
            Poll.until(
                    "the beginning of the reading", () -> !pool.resultReadings().isEmpty() || task.isDone());
            assertThat(pool.createProcessTask(Tasks::pid).get(60, TimeUnit.SECONDS))
                    .isEqualTo(worker);
            task.cancel(true);
            assertThat(task).isCancelled();
            pool.shutdownNow();
        }
    }
}
