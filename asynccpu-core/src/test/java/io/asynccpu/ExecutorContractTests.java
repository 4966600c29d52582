package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.support.Diary;
import io.asynccpu.support.OnePool;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The rules of {@code Executor} and {@code ExecutorService}, method by method; children only where something must run. */
@Tag("fast")
@Timeout(60)
@PoolTest
class ExecutorContractTests extends OnePool {

    private static final Runnable NOTHING = (Runnable & Serializable) () -> {};
    private static final Callable<String> WORD = (Callable<String> & Serializable) () -> "word";
    private static final Callable<String> FAILS = (Callable<String> & Serializable) () -> Tasks.fails("no");
    private static final Callable<String> CANCELLED = (Callable<String> & Serializable) () -> {
        throw new CancellationException("thrown");
    };

    @TempDir
    Path directory;

    ExecutorContractTests() {
        super("default");
    }

    private Path diary() {
        return directory.resolve("diary");
    }

    private static Callable<String> waitsIn(String diary) {
        return (Callable<String> & Serializable) () -> Tasks.waits(diary);
    }

    // --- null, and pools that take nothing ---

    @Test
    void noMethodTakesNull() {
        pool.pause();
        List<Callable<String>> withNull = Arrays.asList(WORD, null);
        List<ThrowingCallable> calls = List.of(
                () -> pool.execute(null),
                () -> pool.submit((Runnable) null),
                () -> pool.submit((Runnable) null, "result"),
                () -> pool.submit((Callable<String>) null),
                () -> pool.createProcessTask((TaskFunction0<String>) null),
                () -> pool.createProcessTask((TaskFunction1<String, String>) null, "argument"),
                () -> pool.createAsyncProcessTask((TaskFunction0<CompletionStage<String>>) null),
                () -> pool.invokeAll(null),
                () -> pool.invokeAll(withNull),
                () -> pool.invokeAll(null, 1, TimeUnit.SECONDS),
                () -> pool.invokeAll(withNull, 1, TimeUnit.SECONDS),
                () -> pool.invokeAll(withNull, 0, TimeUnit.SECONDS),
                () -> pool.invokeAll(List.of(WORD), 1, null),
                () -> pool.invokeAll(List.of(WORD), 0, null),
                () -> pool.invokeAny(null),
                () -> pool.invokeAny(withNull),
                () -> pool.invokeAny(null, 1, TimeUnit.SECONDS),
                () -> pool.invokeAny(withNull, 1, TimeUnit.SECONDS),
                () -> pool.invokeAny(withNull, -1, TimeUnit.SECONDS),
                () -> pool.invokeAny(List.of(WORD), 1, null),
                () -> pool.awaitTermination(1, null));
        for (int i = 0; i < calls.size(); i++) {
            assertThatThrownBy(calls.get(i)).as("call " + i).isInstanceOf(NullPointerException.class);
        }
        assertThat(pool.snapshot().submitted()).as("tasks that were taken").isZero();
    }

    @Test
    void aPoolThatWasShutDownRejectsEverything() {
        pool.shutdown();
        List<ThrowingCallable> calls = List.of(
                () -> pool.execute(NOTHING),
                () -> pool.submit(NOTHING),
                () -> pool.submit(NOTHING, "result"),
                () -> pool.submit(WORD),
                () -> pool.createProcessTask(Tasks::pid),
                () -> pool.createAsyncProcessTask(Tasks::never),
                () -> pool.invokeAll(List.of(WORD)),
                () -> pool.invokeAll(List.of(WORD), 1, TimeUnit.DAYS),
                () -> pool.invokeAny(List.of(WORD)),
                () -> pool.invokeAny(List.of(WORD), 1, TimeUnit.DAYS));
        for (int i = 0; i < calls.size(); i++) {
            assertThatThrownBy(calls.get(i)).as("call " + i).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void whatHandsOverAnObjectOfThisJvmIsRefused() {
        ExecutorCompletionService<String> service = new ExecutorCompletionService<>(pool);
        assertThatThrownBy(() -> service.submit(WORD)).isInstanceOf(TaskNotSerializableException.class);
        assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> "word", pool))
                .isInstanceOf(TaskNotSerializableException.class);
    }

    // --- submit and execute ---

    @Test
    void whatIsSubmittedCompletesWithItsResultOrFailure() throws Exception {
        assertThat(pool.submit(WORD).get()).isEqualTo("word");
        assertThat(pool.submit(NOTHING).get()).isNull();
        Future<String> given = pool.submit(NOTHING, "result");
        assertThat(given.get()).isEqualTo("result");
        assertThat(given.get(0, TimeUnit.SECONDS)).isEqualTo("result");
        assertThat(given.isDone()).isTrue();
        assertThat(given.cancel(true)).isFalse();
        assertThat(pool.submit(NOTHING, (String) null).get()).isNull();
        assertThatThrownBy(pool.submit(FAILS)::get).cause().isExactlyInstanceOf(IllegalStateException.class);
        Future<String> thrown = pool.submit(CANCELLED);
        assertThatThrownBy(thrown::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(CancellationException.class);
        assertThat(thrown.isCancelled()).isFalse();
    }

    @Test
    void executeLogsWhateverItsTaskThrowsButNoCancel() throws Exception {
        BlockingQueue<ILoggingEvent> logged = new LinkedBlockingQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                logged.add(event);
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger(ProcessTaskPoolExecutor.class);
        appender.start();
        logger.addAppender(appender);
        try {
            pool.pause();
            pool.execute(NOTHING);
            assertThat(pool.cancel(pool.queuedTasks(0, 1).get(0).id())).isTrue();
            pool.resume();
            pool.execute((Runnable & Serializable) () -> {
                throw new CancellationException("thrown");
            });
            assertThat(logged.take().getThrowableProxy().getCause().getMessage())
                    .isEqualTo("thrown");
            pool.execute((Runnable & Serializable) () -> Tasks.fails("no"));
            assertThat(logged.take().getThrowableProxy().getMessage()).isEqualTo("no");
        } finally {
            logger.detachAppender(appender);
        }
        assertThat(logged).isEmpty();
    }

    // --- invokeAll and invokeAny ---

    @Test
    void invokeAllReturnsTheFuturesOfAllInOrderAndDone() throws Exception {
        assertThat(pool.invokeAll(List.<Callable<String>>of())).isEmpty();
        assertThat(pool.invokeAll(List.<Callable<String>>of(), 0, TimeUnit.SECONDS))
                .isEmpty();
        List<Callable<String>> tasks = List.of(WORD, FAILS, CANCELLED);
        List<List<Future<String>>> ways = List.of(
                pool.invokeAll(tasks),
                pool.invokeAll(tasks, 1, TimeUnit.DAYS),
                pool.invokeAll(tasks, Long.MAX_VALUE, TimeUnit.DAYS));
        for (List<Future<String>> futures : ways) {
            assertThat(futures).hasSize(3).allMatch(Future::isDone).noneMatch(Future::isCancelled);
            assertThat(futures.get(0).get()).isEqualTo("word");
            assertThatThrownBy(futures.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(futures.get(2)::get).hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void invokeAllWithoutTimeStartsNothing() throws Exception {
        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(pool.invokeAll(List.of(WORD, WORD), time, TimeUnit.NANOSECONDS))
                    .hasSize(2)
                    .allMatch(Future::isDone)
                    .allMatch(Future::isCancelled);
        }
        assertThat(pool.snapshot().submitted()).isZero();
    }

    @Test
    void invokeAllCancelsWhatIsNotDoneInTime() throws Exception {
        pool.pause();
        assertThat(pool.invokeAll(List.of(WORD, WORD), 50, TimeUnit.MILLISECONDS))
                .hasSize(2)
                .allMatch(Future::isCancelled);
        assertThat(pool.snapshot().queued()).isZero();
    }

    @Test
    void anInterruptCancelsWhatInvokeAllAndInvokeAnyHaveStarted() {
        pool.pause();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pool.invokeAll(List.of(WORD, WORD))).isInstanceOf(InterruptedException.class);
        assertThat(pool.snapshot().queued()).isZero();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pool.invokeAny(List.of(WORD, WORD))).isInstanceOf(InterruptedException.class);
        assertThat(pool.snapshot().queued()).isZero();
        assertThat(pool.snapshot().submitted()).isEqualTo(4);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void invokeAnyReturnsTheFirstResultAndCancelsTheRest() throws Exception {
        assertThat(pool.invokeAny(List.of(FAILS, CANCELLED, WORD, waitsIn(diary().toString()))))
                .isEqualTo("word");
        assertThat(pool.invokeAny(List.of(FAILS, WORD), 1, TimeUnit.DAYS)).isEqualTo("word");
        assertThat(pool.<Object>invokeAny(List.of((Callable<Object> & Serializable) () -> null)))
                .isNull();
        assertThat(pool.snapshot().queued()).isZero();
    }

    @Test
    void invokeAnyWithoutAResultThrowsWhy() {
        List<Callable<String>> none = List.of();
        assertThatThrownBy(() -> pool.invokeAny(none)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.invokeAny(none, 0, TimeUnit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.invokeAny(List.of(FAILS, FAILS)))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.invokeAny(List.of(CANCELLED), 1, TimeUnit.DAYS))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void invokeAnyWithoutTimeStartsNothing() {
        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> pool.invokeAny(List.of(WORD, WORD), time, TimeUnit.NANOSECONDS))
                    .isInstanceOf(TimeoutException.class);
        }
        assertThat(pool.snapshot().submitted()).isZero();
    }

    @Test
    void invokeAnyCancelsWhatIsNotDoneInTime() {
        pool.pause();
        assertThatThrownBy(() -> pool.invokeAny(List.of(WORD, WORD), 50, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(pool.snapshot().queued()).isZero();
    }

    // --- the end ---

    @Test
    void aPoolIsShutDownAtOnceAndTerminatedWhenItsTasksHaveEnded() throws Exception {
        assertThat(pool.isShutdown()).isFalse();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
        ProcessTask<Long> running = pool.createProcessTask(Tasks::finishesWhenTold, diary().toString());
        ProcessTask<String> waiting = pool.submit(WORD);
        Diary.await(diary(), "started");
        pool.shutdown();
        pool.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
        assertThat(pool.awaitTermination(Long.MIN_VALUE, TimeUnit.SECONDS)).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pool.awaitTermination(1, TimeUnit.DAYS)).isInstanceOf(InterruptedException.class);
        Diary.note(diary().toString(), "go");
        assertThat(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(running.isDone()).isTrue();
        assertThat(waiting.join()).isEqualTo("word");
        assertThat(pool.shutdownNow()).isEmpty();
        pool.shutdown();
        pool.close();
        pool.close();
        assertThat(pool.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdownNowReturnsWhatHasNotBegun() throws Exception {
        ProcessTask<String> running = pool.submit(waitsIn(diary().toString()));
        Diary.await(diary(), "started 1");
        Runnable submitted = (Runnable & Serializable) () -> {};
        Runnable withResult = (Runnable & Serializable) () -> {};
        pool.execute(NOTHING);
        ProcessTask<?> first = pool.submit(submitted);
        Future<String> second = pool.submit(withResult, "result");
        ProcessTask<String> callable = pool.submit(WORD);
        ProcessTask<Long> function = pool.createProcessTask(Tasks::pid);
        ProcessTask<Long> cancelled = pool.createProcessTask(Tasks::pid);
        cancelled.cancel(true);

        List<Runnable> notBegun = pool.shutdownNow();

        assertThat(notBegun).containsExactly(NOTHING, submitted, withResult, (Runnable) callable, (Runnable) function);
        assertThat(pool.shutdownNow()).isEmpty();
        notBegun.forEach(Runnable::run);
        assertThat(pool.awaitTermination(1, TimeUnit.DAYS)).isTrue();
        List<Future<?>> futures = List.of(running, first, second, callable, function);
        assertThat(futures).allMatch(Future::isCancelled);
        assertThat(Diary.read(diary())).contains("interrupted true");
    }

    @Test
    void whatWaitsForItsNextAttemptHasBegun() throws Exception {
        try (var retrying = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxAttempts(2)
                .cancelTasksWhenShutdown(true)
                .build()) {
            ProcessTask<Integer> dies =
                    retrying.createProcessTask(ExecutorContractTests::diesWhenTold, diary().toString());
            Diary.await(diary(), "started");
            retrying.pause();
            Diary.note(diary().toString(), "go");
            Poll.until("it is back", () -> retrying.snapshot().queued() == 1);
            retrying.execute(NOTHING);
            assertThat(retrying.shutdownNow()).containsExactly(NOTHING);
            assertThatThrownBy(dies::join).isInstanceOf(CancellationException.class);
        }
    }

    private static int diesWhenTold(String diary) throws Exception {
        Diary.note(diary, "started");
        Diary.await(Path.of(diary), "go");
        return Tasks.halts(3);
    }

    @Test
    void anInterruptedCloseCancelsAndKeepsTheInterrupt() throws Exception {
        ProcessTaskPoolExecutor patient =
                ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
        ProcessTask<String> task = patient.submit(waitsIn(diary().toString()));
        Diary.await(diary(), "started 1");
        FutureTask<Boolean> closed = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            patient.close();
            return Thread.currentThread().isInterrupted();
        });
        new Thread(closed).start();
        assertThat(closed.get()).isTrue();
        assertThat(task.isCancelled()).isTrue();
        assertThat(patient.isTerminated()).isTrue();
    }
}
