package io.asynccpu.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * The rules of {@code Future}, {@code CompletionStage} and {@code CompletableFuture}, method by method. What a task's future
 * does needs no child, so most tasks wait in a pool that is paused.
 */
@Tag("fast")
@Timeout(60)
@PoolTest
class FutureContractTests {

    private static final Executor HERE = Runnable::run;

    private final ProcessTaskPoolExecutor pool;

    FutureContractTests(ProcessTaskPoolExecutor pool) {
        this.pool = pool;
    }

    /** It does not end by itself. */
    private ProcessTask<String> waiting() {
        pool.pause();
        return pool.createProcessTask(FutureContractTests::word);
    }

    private static String word() {
        return "word";
    }

    private static String throwsCancellation() {
        throw new CancellationException("thrown");
    }

    private static CompletionStage<String> cancelled() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        stage.cancel(true);
        return stage;
    }

    private static String throwing(RuntimeException failure) {
        throw failure;
    }

    // --- complete, completeExceptionally, completeAsync, obtrude ---

    @Test
    void theFirstCompletionWins() throws Exception {
        ProcessTask<String> task = waiting();
        assertThat(task.complete("first")).isTrue();
        assertThat(task.complete("second")).isFalse();
        assertThat(task.completeExceptionally(new IllegalStateException())).isFalse();
        assertThat(task.cancel(true)).isFalse();
        assertThat(task.get()).isEqualTo("first");
        assertThat(task.get(0, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(task.getNow("absent")).isEqualTo("first");
        assertThat(task.isDone()).isTrue();
        assertThat(task.isCompletedExceptionally()).isFalse();
    }

    @Test
    void nullIsAValueButNoException() {
        ProcessTask<String> task = waiting();
        assertThatThrownBy(() -> task.completeExceptionally(null)).isInstanceOf(NullPointerException.class);
        assertThat(task.isDone()).isFalse();
        assertThat(task.complete(null)).isTrue();
        assertThat(task.join()).isNull();
        assertThat(task.getNow("absent")).isNull();
    }

    @Test
    void anExceptionReachesEachWaiterInTheFormOfItsMethod() {
        ProcessTask<String> task = waiting();
        IllegalStateException mine = new IllegalStateException("mine");
        assertThat(task.completeExceptionally(mine)).isTrue();
        assertThatThrownBy(task::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCause(mine);
        assertThatThrownBy(() -> task.get(-1, TimeUnit.DAYS))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCause(mine);
        assertThatThrownBy(task::join)
                .isExactlyInstanceOf(CompletionException.class)
                .hasCause(mine);
        assertThatThrownBy(() -> task.getNow("absent"))
                .isExactlyInstanceOf(CompletionException.class)
                .hasCause(mine);
        assertThat(task.isCompletedExceptionally()).isTrue();
        assertThat(task.isCancelled()).isFalse();
        assertThat(failureSeenBehind(task)).isSameAs(mine);
    }

    private static Throwable failureSeenBehind(CompletableFuture<?> future) {
        return future.handle((value, failure) -> failure).join();
    }

    @Test
    void completeAsyncCompletesWithWhatTheSupplierGivesOrThrows() {
        ProcessTask<String> given = waiting();
        assertThat(given.completeAsync(() -> "supplied", HERE)).isSameAs(given);
        assertThat(given.join()).isEqualTo("supplied");
        assertThat(waiting().completeAsync(() -> "default").join()).isEqualTo("default");

        IllegalStateException mine = new IllegalStateException("mine");
        CompletableFuture<String> thrown = waiting().completeAsync(() -> throwing(mine), HERE);
        assertThatThrownBy(thrown::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCause(mine);
        assertThat(failureSeenBehind(thrown))
                .isExactlyInstanceOf(CompletionException.class)
                .hasCause(mine);

        CompletionException wrapped = new CompletionException(mine);
        assertThat(failureSeenBehind(waiting().completeAsync(() -> throwing(wrapped), HERE)))
                .isSameAs(wrapped);
    }

    @Test
    void aSupplierThatThrowsACancellationHasCancelledNothing() {
        CompletableFuture<String> task = waiting().completeAsync(FutureContractTests::throwsCancellation, HERE);
        assertThat(task.isCancelled()).isFalse();
        assertThatThrownBy(task::get).cause().isExactlyInstanceOf(CancellationException.class);
    }

    @Test
    void completeAsyncCallsNoSupplierForACompleteTask() {
        AtomicInteger calls = new AtomicInteger();
        ProcessTask<String> task = waiting();
        task.complete("first");
        task.completeAsync(() -> "call " + calls.incrementAndGet(), HERE);
        assertThat(calls).hasValue(0);

        List<Runnable> later = new ArrayList<>();
        ProcessTask<String> overtaken = waiting();
        overtaken.completeAsync(() -> "call " + calls.incrementAndGet(), later::add);
        overtaken.complete("first");
        later.forEach(Runnable::run);
        assertThat(calls).hasValue(0);
        assertThat(overtaken.join()).isEqualTo("first");
    }

    @Test
    void completeAsyncThatItsExecutorRejectsLeavesTheTask() {
        ProcessTask<String> task = waiting();
        Executor full = step -> {
            throw new RejectedExecutionException("full");
        };
        assertThatThrownBy(() -> task.completeAsync(() -> "never", full))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(task.isDone()).isFalse();
    }

    @Test
    void anOutcomeIsNotReplaced() {
        ProcessTask<String> task = waiting();
        task.complete("first");
        assertThatThrownBy(() -> task.obtrudeValue("second")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> task.obtrudeException(new IllegalStateException()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(task.join()).isEqualTo("first");
    }

    // --- null arguments ---

    @Test
    void noMethodTakesNull() {
        ProcessTask<String> task = waiting();
        CompletableFuture<String> other = new CompletableFuture<>();
        List<ThrowingCallable> calls = List.of(
                () -> task.get(1, null),
                () -> task.completeExceptionally(null),
                () -> task.completeAsync(null),
                () -> task.completeAsync(null, HERE),
                () -> task.completeAsync(() -> "value", null),
                () -> task.orTimeout(1, null),
                () -> task.completeOnTimeout("value", 1, null),
                () -> task.onProgress(null),
                () -> task.thenApply(null),
                () -> task.thenApplyAsync(null),
                () -> task.thenApplyAsync(value -> value, null),
                () -> task.thenAccept(null),
                () -> task.thenAcceptAsync(value -> {}, null),
                () -> task.thenRun(null),
                () -> task.thenRunAsync(() -> {}, null),
                () -> task.thenCombine(other, null),
                () -> task.thenCombine((CompletionStage<String>) null, (a, b) -> a),
                () -> task.thenAcceptBoth((CompletionStage<String>) null, (a, b) -> {}),
                () -> task.runAfterBoth(other, null),
                () -> task.applyToEither(null, value -> value),
                () -> task.acceptEither(other, null),
                () -> task.runAfterEither(null, () -> {}),
                () -> task.thenCompose(null),
                () -> task.thenComposeAsync(value -> other, null),
                () -> task.whenComplete(null),
                () -> task.whenCompleteAsync((value, failure) -> {}, null),
                () -> task.handle(null),
                () -> task.handleAsync((value, failure) -> value, null),
                () -> task.exceptionally(null),
                () -> task.exceptionallyAsync(failure -> "value", null),
                () -> task.exceptionallyCompose(null),
                () -> task.exceptionallyComposeAsync(failure -> other, null));
        for (int i = 0; i < calls.size(); i++) {
            assertThatThrownBy(calls.get(i)).as("call " + i).isInstanceOf(NullPointerException.class);
        }
        assertThat(task.isDone()).isFalse();
        assertThat(task.getNumberOfDependents()).isZero();
        task.complete("value");
        assertThatThrownBy(() -> task.get(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> task.completeAsync(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> task.completeExceptionally(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ProcessTask.completed("value").onProgress(null))
                .isInstanceOf(NullPointerException.class);
    }

    // --- get, join and interrupts ---

    @Test
    void getWithoutTimeLeftIsATimeout() {
        ProcessTask<String> task = waiting();
        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> task.get(time, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThatThrownBy(() -> task.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(task.getNow("absent")).isEqualTo("absent");
        assertThat(task.isDone()).isFalse();
    }

    @Test
    void whoSeesThatItIsDoneGetsItsOutcomeWithoutTimeAndInterrupted() throws Exception {
        for (int i = 0; i < 300; i++) {
            ProcessTask<String> task = waiting();
            CompletableFuture<?> completion = CompletableFuture.runAsync(() -> task.complete("value"));
            // As soon as it is done: an event would come later.
            while (!task.isDone()) {
                Thread.onSpinWait();
            }
            assertThat(task.get(0, TimeUnit.SECONDS)).isEqualTo("value");
            Thread.currentThread().interrupt();
            assertThat(task.get()).isEqualTo("value");
            assertThat(Thread.interrupted()).isTrue();
            completion.join();
        }
    }

    @Test
    void anInterruptEndsGetButNotJoin() throws Exception {
        ProcessTask<String> task = waiting();
        Thread.currentThread().interrupt();
        assertThatThrownBy(task::get).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> task.get(1, TimeUnit.DAYS)).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> task.get(0, TimeUnit.DAYS)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        FutureTask<Boolean> joined = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            task.join();
            return Thread.currentThread().isInterrupted();
        });
        Thread waiter = new Thread(joined);
        waiter.start();
        Poll.until("join has put the interrupt aside and sleeps", () -> isAsleep(waiter) && !waiter.isInterrupted());
        task.complete("value");
        assertThat(joined.get()).as("interrupted after join").isTrue();
    }

    private static boolean isAsleep(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void aCompleteTaskHeedsNoInterrupt() throws Exception {
        ProcessTask<String> task = waiting();
        task.complete("value");
        Thread.currentThread().interrupt();
        assertThat(task.get()).isEqualTo("value");
        assertThat(task.get(0, TimeUnit.SECONDS)).isEqualTo("value");
        assertThat(task.join()).isEqualTo("value");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void waitersInAForkJoinPoolLeaveItsTasksAThread() throws Exception {
        ForkJoinPool two = new ForkJoinPool(2);
        try {
            ProcessTask<String> task = waiting();
            CountDownLatch allRun = new CountDownLatch(3);
            List<Wait> ways = List.of(task::join, task::get, () -> task.get(1, TimeUnit.DAYS));
            List<Future<String>> waiters = new ArrayList<>();
            for (Wait way : ways) {
                waiters.add(two.submit(() -> {
                    allRun.countDown();
                    return way.await();
                }));
            }
            assertThat(allRun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(two.submit(() -> task.complete("value")).get(30, TimeUnit.SECONDS))
                    .isTrue();
            for (Future<String> waiter : waiters) {
                assertThat(waiter.get()).isEqualTo("value");
            }
        } finally {
            two.shutdownNow();
        }
    }

    private interface Wait {
        String await() throws Exception;
    }

    @Test
    void aForkJoinPoolThatMayHaveNoMoreThreadsStillWaits() throws Exception {
        ForkJoinPool one = new ForkJoinPool(
                1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, false, 1, 1, 1, null, 1, TimeUnit.MINUTES);
        try {
            ProcessTask<String> task = waiting();
            CompletableFuture<Thread> waiter = new CompletableFuture<>();
            Future<String> joins = one.submit(() -> {
                assertThatThrownBy(() -> task.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                waiter.complete(Thread.currentThread());
                return task.join();
            });
            Thread sleeper = waiter.get();
            Poll.until("join sleeps", () -> isAsleep(sleeper) || joins.isDone());
            task.complete("value");
            assertThat(joins.get()).isEqualTo("value");
        } finally {
            one.shutdownNow();
        }
    }

    // --- cancellation ---

    @Test
    void aCancelledTaskIsDoneCancelledAndExceptional() {
        for (boolean mayInterrupt : new boolean[] {true, false}) {
            ProcessTask<String> task = waiting();
            CompletableFuture<String> dependent = task.thenApply(value -> value);
            assertThat(task.cancel(mayInterrupt)).isTrue();
            assertThat(task.cancel(mayInterrupt)).as("again").isTrue();
            assertThat(task.isDone()).isTrue();
            assertThat(task.isCancelled()).isTrue();
            assertThat(task.isCompletedExceptionally()).isTrue();
            assertThat(task.complete("late")).isFalse();
            List<ThrowingCallable> ways =
                    List.of(task::get, () -> task.get(0, TimeUnit.SECONDS), task::join, () -> task.getNow("absent"));
            assertThat(ways)
                    .allSatisfy(way -> assertThatThrownBy(way).isExactlyInstanceOf(CancellationException.class));

            assertThat(dependent.isDone()).isTrue();
            assertThat(dependent.isCancelled()).isFalse();
            assertThatThrownBy(dependent::join)
                    .isExactlyInstanceOf(CompletionException.class)
                    .cause()
                    .isExactlyInstanceOf(CancellationException.class);
        }
    }

    @Test
    void cancellingADependentStageLeavesTheTask() {
        ProcessTask<String> task = waiting();
        List<CompletableFuture<?>> dependents =
                List.of(task.thenApply(value -> value), task.copy(), task.thenRun(() -> {}));
        assertThat(dependents).allMatch(dependent -> dependent.cancel(true));
        assertThat(task.isDone()).isFalse();
    }

    @Test
    void theUsersOwnCancellationExceptionCancels() {
        ProcessTask<String> task = waiting();
        CancellationException mine = new CancellationException("mine");
        assertThat(task.completeExceptionally(mine)).isTrue();
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancel(true)).isTrue();
        assertThatThrownBy(task::join).isInstanceOf(CancellationException.class);
        assertThat(failureSeenBehind(task)).isSameAs(mine);
    }

    @Test
    void aTaskThatThrowsACancellationHasFailed() {
        List<ProcessTask<String>> tasks = List.of(
                pool.createProcessTask(FutureContractTests::throwsCancellation),
                pool.createAsyncProcessTask(FutureContractTests::cancelled));
        for (ProcessTask<String> task : tasks) {
            assertThatThrownBy(task::get)
                    .isExactlyInstanceOf(ExecutionException.class)
                    .cause()
                    .isExactlyInstanceOf(CancellationException.class);
            assertThatThrownBy(task::join)
                    .isExactlyInstanceOf(CompletionException.class)
                    .cause()
                    .isExactlyInstanceOf(CancellationException.class);
            assertThat(task.isCancelled()).isFalse();
            assertThat(task.cancel(true)).isFalse();
            assertThat(task.isCompletedExceptionally()).isTrue();
        }
        assertThat(pool.recentFailures()).hasSize(2).allSatisfy(failed -> assertThat(failed.cause())
                .isExactlyInstanceOf(CancellationException.class));
    }

    // --- stages ---

    @Test
    void aStageThatThrowsFailsAloneAndOnlyWhereTheTaskHasNot() {
        IllegalStateException mine = new IllegalStateException("mine");
        ProcessTask<String> good = waiting();
        CompletableFuture<String> spoiled = good.whenComplete((value, failure) -> throwing(mine));
        good.complete("value");
        assertThat(good.join()).isEqualTo("value");
        assertThatThrownBy(spoiled::join).hasCause(mine);

        IllegalArgumentException first = new IllegalArgumentException("first");
        ProcessTask<String> bad = waiting();
        CompletableFuture<String> stage = bad.whenComplete((value, failure) -> throwing(mine));
        bad.completeExceptionally(first);
        assertThatThrownBy(stage::join).cause().isSameAs(first);
    }

    @Test
    void dependentsAreCountedUntilItIsComplete() {
        ProcessTask<String> task = waiting();
        assertThat(task.getNumberOfDependents()).isZero();
        var unused = task.thenRun(() -> {});
        assertThat(task.getNumberOfDependents()).isEqualTo(1);
        unused = task.copy().thenRun(() -> {});
        assertThat(task.getNumberOfDependents()).isEqualTo(2);
        task.complete("value");
        assertThat(task.getNumberOfDependents()).isZero();
    }

    @Test
    void derivedFuturesAreOfTheirOwn() {
        ProcessTask<String> task = waiting();
        assertThat(task.toCompletableFuture()).isSameAs(task);
        assertThat(task.<String>newIncompleteFuture())
                .isExactlyInstanceOf(CompletableFuture.class)
                .isNotDone();
        assertThat(task.defaultExecutor()).isSameAs(new CompletableFuture<>().defaultExecutor());
        CompletableFuture<String> copy = task.copy();
        CompletionStage<String> minimal = task.minimalCompletionStage();
        assertThat(copy).isNotDone();
        task.complete("value");
        assertThat(copy.join()).isEqualTo("value");
        assertThat(minimal.toCompletableFuture().join()).isEqualTo("value");
        assertThat(copy.cancel(true)).isFalse();

        ProcessTask<String> failing = waiting();
        CompletableFuture<String> failingCopy = failing.copy();
        failing.completeExceptionally(new IllegalStateException("mine"));
        assertThat(failureSeenBehind(failingCopy))
                .isExactlyInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTimeOfTheUsersOwnEndsTheTask() {
        ProcessTask<String> late = waiting();
        assertThat(late.orTimeout(1, TimeUnit.MILLISECONDS)).isSameAs(late);
        assertThatThrownBy(late::join).cause().isExactlyInstanceOf(TimeoutException.class);
        ProcessTask<String> replaced = waiting();
        assertThat(replaced.completeOnTimeout("instead", 1, TimeUnit.MILLISECONDS))
                .isSameAs(replaced);
        assertThat(replaced.join()).isEqualTo("instead");
        assertThat(pool.snapshot().queued()).isZero();

        ProcessTask<String> inTime = waiting();
        var unused = inTime.orTimeout(1, TimeUnit.DAYS).completeOnTimeout("never", 1, TimeUnit.DAYS);
        inTime.complete("value");
        assertThat(inTime.join()).isEqualTo("value");
    }

    // --- how it stands ---

    @Test
    void itsWordsTellWhoItIsAndHowItStands() {
        ProcessTask<String> task = waiting();
        assertThat(task.toString())
                .startsWith("Task " + task.taskId() + " (")
                .endsWith("FutureContractTests::word) of pool default[Not completed]");
        var unused = task.thenRun(() -> {});
        assertThat(task.toString()).endsWith("[Not completed, 1 dependents]");
        task.complete("value");
        assertThat(task.toString()).endsWith("[Completed normally]");

        ProcessTask<String> failed = waiting();
        failed.completeExceptionally(new IllegalStateException("mine"));
        assertThat(failed.toString()).contains("[Completed exceptionally: java.lang.IllegalStateException");
        ProcessTask<String> cancelled = waiting();
        cancelled.cancel(true);
        assertThat(cancelled.toString()).contains("[Completed exceptionally: " + CancellationException.class.getName());
        assertThat(failureSeenBehind(cancelled)).message().endsWith("of pool default was cancelled");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_19)
    void whatItHasIsThereWithoutWaiting() throws Exception {
        ProcessTask<String> task = waiting();
        assertThat(now(task, "state")).hasToString("RUNNING");
        assertThatThrownBy(() -> now(task, "resultNow")).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> now(task, "exceptionNow")).hasCauseInstanceOf(IllegalStateException.class);
        task.complete("value");
        assertThat(now(task, "state")).hasToString("SUCCESS");
        assertThat(now(task, "resultNow")).isEqualTo("value");
        assertThatThrownBy(() -> now(task, "exceptionNow")).hasCauseInstanceOf(IllegalStateException.class);

        ProcessTask<String> cancelled = waiting();
        cancelled.cancel(true);
        assertThat(now(cancelled, "state")).hasToString("CANCELLED");
        assertThatThrownBy(() -> now(cancelled, "exceptionNow")).hasCauseInstanceOf(IllegalStateException.class);

        pool.resume();
        Map<ProcessTask<String>, Class<? extends Throwable>> failing = Map.of(
                pool.createProcessTask(FutureContractTests::throwsCancellation),
                CancellationException.class,
                pool.createProcessTask(Tasks::fails, "no"),
                IllegalStateException.class);
        for (Map.Entry<ProcessTask<String>, Class<? extends Throwable>> entry : failing.entrySet()) {
            ProcessTask<String> failed = entry.getKey();
            assertThatThrownBy(failed::join).cause().isExactlyInstanceOf(entry.getValue());
            assertThat(now(failed, "state")).hasToString("FAILED");
            assertThat(now(failed, "exceptionNow")).isExactlyInstanceOf(entry.getValue());
            assertThatThrownBy(() -> now(failed, "resultNow")).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    private static Object now(Future<?> future, String method) throws Exception {
        return Future.class.getMethod(method).invoke(future);
    }
}
