package io.asynccpu.internal.task;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.internal.concurrent.ManagedLatch;
import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.concurrent.VirtualThreads;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future that completes without running users' stages on a thread that the pool needs: on the thread that has the outcome if no
 * stage depends on the future, else on a callback thread. Threads in {@code get()} are woken directly.
 *
 * <p>Actors: the one thread that completes the future, threads that wait in {@code get()}, threads that add stages. Shared state:
 * {@code audience} decides between a stage that is added and a completion on the outcome's thread; {@code notified} and {@code waiting}
 * decide between a waiting thread and the completion; {@code awaited} leaves the completion listener to a waiting thread.
 */
public abstract class OutcomeFuture<T extends @Nullable Object> extends ProcessTask<T> {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<OutcomeFuture, Audience> AUDIENCE =
            AtomicReferenceFieldUpdater.newUpdater(OutcomeFuture.class, Audience.class, "audience");

    /** Whether users' stages may depend on the future, which decides on which thread it completes. */
    private enum Audience {
        UNKNOWN,
        STAGES,
        /** It completes now, on the thread that has the outcome. */
        NONE
    }

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<OutcomeFuture, ManagedLatch> WAITING =
            AtomicReferenceFieldUpdater.newUpdater(OutcomeFuture.class, ManagedLatch.class, "waiting");

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<OutcomeFuture, BiConsumer> LISTENER =
            AtomicReferenceFieldUpdater.newUpdater(OutcomeFuture.class, BiConsumer.class, "listener");

    /** A thread that wants to wait for a shorter time sleeps at once. */
    private static final long LEAST_TIME_TO_READ = TimeUnit.MILLISECONDS.toNanos(10);

    private volatile Audience audience = Audience.UNKNOWN;
    private volatile @Nullable Thread completer;
    private volatile boolean notified;
    private volatile @Nullable ManagedLatch waiting;
    /** A hint. */
    private volatile boolean awaitedByReader;
    /** Null once it has been called, or if there is none. */
    private volatile @Nullable BiConsumer<TaskOutcome, @Nullable Throwable> listener;

    /** Whether a thread is in {@code get()} that will call the completion listener. */
    private volatile boolean awaited;

    /**
     * @param listener is called with the outcome, after everything else
     */
    OutcomeFuture(@Nullable BiConsumer<TaskOutcome, @Nullable Throwable> listener) {
        this.listener = listener;
    }

    /** The task's name in messages. */
    public abstract String label();

    /** How the task ended; called after its end. */
    abstract TaskOutcome outcome();

    /** Threads for users' stages. */
    abstract Executor callbacks();

    /** Called by a thread before it sleeps: it may read the worker's answer itself. Returns soon. */
    abstract void readAnswerHere();

    /** The future is complete; called once, and before any stage that may block. */
    abstract void completed();

    /** Completes without running users' stages on the calling thread. */
    final void publish(@Nullable T result, @Nullable Throwable failure) {
        if (getNumberOfDependents() == 0 && AUDIENCE.compareAndSet(this, Audience.UNKNOWN, Audience.NONE)) {
            completeNow(result, failure);
        } else {
            publishElsewhere(result, failure);
        }
    }

    private void publishElsewhere(@Nullable T result, @Nullable Throwable failure) {
        while (true) {
            try {
                callbacks().execute(() -> completeNow(result, failure));
                return;
            } catch (OutOfMemoryError noMemory) {
                // The state is final by now, so no other thread would do it.
                RetryingSteps.pause();
            }
        }
    }

    final void completeNow(@Nullable T result, @Nullable Throwable failure) {
        completer = Thread.currentThread();
        boolean hasStages = getNumberOfDependents() > 0;
        if (hasStages) {
            notifyBeforeStages();
        }
        try {
            completeInsistently(result, failure);
        } finally {
            if (!hasStages) {
                afterCompletion();
            }
        }
    }

    /** Users' stages may block, or close the pool and wait for its end. The stage that came last runs first. */
    private void notifyBeforeStages() {
        while (true) {
            try {
                var unused = super.whenComplete((value, thrown) -> afterCompletion());
                return;
            } catch (OutOfMemoryError noMemory) {
                RetryingSteps.pause();
            }
        }
    }

    /** Retries without memory, also if a stage failed so: the future is complete by then and goes on with the stages that are left. */
    @SuppressWarnings("NullAway") // A null result is one that the type allows.
    private void completeInsistently(@Nullable T result, @Nullable Throwable failure) {
        while (true) {
            try {
                if (failure == null) {
                    super.complete(result);
                } else {
                    super.completeExceptionally(failure);
                }
                return;
            } catch (OutOfMemoryError noMemory) {
                RetryingSteps.pause();
            }
        }
    }

    /** Not before there is an outcome: a thread that enters the JDK's own {@code get()} too early helps to run users' stages there. */
    private void afterCompletion() {
        try {
            // First, so that the pool's listener hears of this task before the next one of a thread that waits for it.
            completed();
        } finally {
            notified = true;
            ManagedLatch latch = waiting;
            if (latch != null) {
                latch.open();
            }
            // The listener is users' code. Mostly a thread waits that can call it as well, and no other one need be
            // woken.
            if (listener != null && !awaited) {
                callbacks().execute(this::callListener);
            }
        }
    }

    private void callListener() {
        @SuppressWarnings("unchecked") // The field has that type.
        BiConsumer<TaskOutcome, @Nullable Throwable> called = LISTENER.getAndSet(this, null);
        if (called != null) {
            // The future is complete, so this runs here and now.
            var unused = super.whenComplete((result, failure) -> called.accept(outcome(), failure));
        }
    }

    /** Whether a thread sleeps until it is notified that may then read for the next task. */
    public final boolean isAwaited() {
        return awaitedByReader;
    }

    /** Returns false if the time is over before the thread is notified. */
    private boolean awaitCompletion(long nanos) throws InterruptedException {
        if (listener == null) {
            return sleepUntilNotified(nanos);
        }
        awaited = true;
        try {
            return sleepUntilNotified(nanos);
        } finally {
            awaited = false;
            // Guard against race with afterCompletion(), which leaves the listener to a thread that is just giving up.
            if (notified) {
                callListener();
            }
        }
    }

    private boolean sleepUntilNotified(long nanos) throws InterruptedException {
        long left = nanos;
        if (!notified && nanos > LEAST_TIME_TO_READ) {
            long start = System.nanoTime();
            readAnswerHere();
            left -= System.nanoTime() - start;
        }
        if (notified) {
            return true;
        }
        if (!VirtualThreads.isCurrent()) {
            awaitedByReader = true;
        }
        WAITING.compareAndSet(this, null, new ManagedLatch());
        ManagedLatch latch = waiting;
        // Guard against race with afterCompletion(), which may have looked for a latch just before there was one.
        return latch == null || notified || latch.await(left);
    }

    /** Returns false if the time is over before there is an outcome. */
    private boolean awaitOutcome(long nanos) throws InterruptedException {
        try {
            return awaitCompletion(nanos) || isDone();
        } catch (InterruptedException e) {
            // Guard against race with afterCompletion(): a thread that has seen isDone() gets the outcome, whatever is
            // still to be notified.
            if (!isDone()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void awaitCompletionUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                awaitCompletion(Long.MAX_VALUE);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        // By this class's own methods: else the future would be complete while the state says that the task runs.
        executor.execute(() -> {
            if (isDone()) {
                return;
            }
            try {
                complete(supplier.get());
            } catch (CompletionException e) {
                completeExceptionally(e);
            } catch (Throwable e) {
                // As the JDK does, so that a supplier that throws a CancellationException has cancelled nothing.
                completeExceptionally(new CompletionException(e));
            }
        });
        return this;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        awaitOutcome(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!awaitOutcome(unit.toNanos(timeout))) {
            throw new TimeoutException(label() + " is not done after " + timeout + " " + unit);
        }
        return super.get();
    }

    @Override
    public T join() {
        awaitCompletionUninterruptibly();
        return super.join();
    }

    /** A stage is about to be added. */
    private void expectStages() {
        // Guard against race with publish(), which completes on a thread that must not run stages: a stage that comes
        // too late for it waits these few instructions, then finds a complete future and runs on its own thread.
        if (!AUDIENCE.compareAndSet(this, Audience.UNKNOWN, Audience.STAGES)) {
            while (audience == Audience.NONE && !isDone() && completer != Thread.currentThread()) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void obtrudeValue(T value) {
        throw new UnsupportedOperationException(label() + " has one outcome, which cannot be replaced");
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException(label() + " has one outcome, which cannot be replaced");
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        expectStages();
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        expectStages();
        return this;
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        expectStages();
        return super.minimalCompletionStage();
    }

    /** With the JDK's own words for the state of the future. */
    @Override
    public final String toString() {
        String jdk = super.toString();
        return label() + jdk.substring(jdk.indexOf('['));
    }
}
