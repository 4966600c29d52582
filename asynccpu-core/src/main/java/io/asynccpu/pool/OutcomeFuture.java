package io.asynccpu.pool;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.concurrent.VirtualThreads;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a task's future completes. On the thread that has the outcome if nobody depends on it, else on a callback thread,
 * since dependent stages are users' code and that thread is mostly a worker's reader. Threads in {@code get()} are woken
 * straight.
 */
abstract class OutcomeFuture<T extends @Nullable Object> extends ProcessTask<T> {

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<OutcomeFuture, Audience> AUDIENCE =
            AtomicReferenceFieldUpdater.newUpdater(OutcomeFuture.class, Audience.class, "audience");

    /** Whether users' stages may hang on the future, which decides on which thread it completes. */
    private enum Audience {
        UNKNOWN,
        STAGES,
        /** It completes now, on the thread that has the outcome. */
        NONE
    }

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<OutcomeFuture, CountDownLatch> WAITING =
            AtomicReferenceFieldUpdater.newUpdater(OutcomeFuture.class, CountDownLatch.class, "waiting");

    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    private static final AtomicReferenceFieldUpdater<OutcomeFuture, BiConsumer> WITNESS =
            AtomicReferenceFieldUpdater.newUpdater(OutcomeFuture.class, BiConsumer.class, "witness");

    /** Who wants to wait for a shorter time sleeps at once. */
    private static final long LISTENING = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long PAUSE_WITHOUT_MEMORY = TimeUnit.MILLISECONDS.toNanos(50);

    private volatile Audience audience = Audience.UNKNOWN;
    private volatile @Nullable Thread completer;
    private volatile boolean settled;
    private volatile @Nullable CountDownLatch waiting;
    /** A hint. */
    private volatile boolean awaitedByReader;
    /** Null once it has heard, or if there is none. */
    private volatile @Nullable BiConsumer<TaskOutcome, @Nullable Throwable> witness;

    /** Whether a thread is in {@code get()} that will look after the witness. */
    private volatile boolean attended;

    /**
     * @param witness hears of the outcome after all others
     */
    OutcomeFuture(@Nullable BiConsumer<TaskOutcome, @Nullable Throwable> witness) {
        this.witness = witness;
    }

    /** Who it is, in messages. */
    abstract String label();

    /** How it ended; asked when it has. */
    abstract TaskOutcome outcome();

    /** Threads for users' stages. */
    abstract Executor callbacks();

    /** Before the calling thread sleeps, it may do what it waits for by itself. Returns soon. */
    abstract void listen();

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
                pauseWithoutMemory();
            }
        }
    }

    /** The state is final by now, so nobody else would do it: without memory it waits until there is some. */
    static void pauseWithoutMemory() {
        LockSupport.parkNanos(PAUSE_WITHOUT_MEMORY);
    }

    final void completeNow(@Nullable T result, @Nullable Throwable failure) {
        completer = Thread.currentThread();
        boolean hasStages = getNumberOfDependents() > 0;
        if (hasStages) {
            settleBeforeStages();
        }
        try {
            insist(result, failure);
        } finally {
            if (!hasStages) {
                settle();
            }
        }
    }

    /** Users' stages may block, or close the pool and wait for its end. The stage that came last runs first. */
    private void settleBeforeStages() {
        while (true) {
            try {
                var unused = super.whenComplete((value, thrown) -> settle());
                return;
            } catch (OutOfMemoryError noMemory) {
                pauseWithoutMemory();
            }
        }
    }

    /** Once more also if a stage failed so: complete by then, it goes on with the stages that are left. */
    @SuppressWarnings("NullAway") // A null result is one that the type allows.
    private void insist(@Nullable T result, @Nullable Throwable failure) {
        while (true) {
            try {
                if (failure == null) {
                    super.complete(result);
                } else {
                    super.completeExceptionally(failure);
                }
                return;
            } catch (OutOfMemoryError noMemory) {
                pauseWithoutMemory();
            }
        }
    }

    /** Not before there is an outcome: who enters the JDK's own {@code get()} too early helps to run users' stages there. */
    private void settle() {
        try {
            // First, so that the listener hears of this task before those that who waits for it submits next.
            completed();
        } finally {
            settled = true;
            CountDownLatch latch = waiting;
            if (latch != null) {
                latch.countDown();
            }
            // It is users' code. Mostly somebody waits, who can as well hear it out, and nobody else need be woken.
            if (witness != null && !attended) {
                callbacks().execute(this::tellWitness);
            }
        }
    }

    private void tellWitness() {
        @SuppressWarnings("unchecked") // The field has that type.
        BiConsumer<TaskOutcome, @Nullable Throwable> told = WITNESS.getAndSet(this, null);
        if (told != null) {
            // Is complete, so it is told here and now.
            var unused = super.whenComplete((result, failure) -> told.accept(outcome(), failure));
        }
    }

    /** Whether a thread sleeps until it is settled that may then read for the next one. */
    final boolean isAwaited() {
        return awaitedByReader;
    }

    /** False if the time is over before it is settled. */
    private boolean awaitSettled(long nanos) throws InterruptedException {
        if (witness == null) {
            return sleepUntilSettled(nanos);
        }
        attended = true;
        try {
            return sleepUntilSettled(nanos);
        } finally {
            attended = false;
            // Guard against race with settle(), which leaves the witness to a thread that is just giving up.
            if (settled) {
                tellWitness();
            }
        }
    }

    private boolean sleepUntilSettled(long nanos) throws InterruptedException {
        long left = nanos;
        if (!settled && nanos > LISTENING) {
            long start = System.nanoTime();
            listen();
            left -= System.nanoTime() - start;
        }
        if (settled) {
            return true;
        }
        if (!VirtualThreads.isCurrent()) {
            awaitedByReader = true;
        }
        WAITING.compareAndSet(this, null, new CountDownLatch(1));
        CountDownLatch latch = waiting;
        // Guard against race with settle(), which may have looked for a latch just before there was one.
        return latch == null || settled || sleep(latch, left);
    }

    private static boolean sleep(CountDownLatch latch, long nanos) throws InterruptedException {
        if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        }
        ManagedSleep sleep = new ManagedSleep(latch, System.nanoTime() + nanos);
        try {
            ForkJoinPool.managedBlock(sleep);
        } catch (RejectedExecutionException noMoreThreads) {
            sleep.block();
        }
        return sleep.isReleasable();
    }

    /** Meanwhile its pool has another thread run the tasks that the sleeping one may wait for. */
    private record ManagedSleep(CountDownLatch latch, long deadline) implements ForkJoinPool.ManagedBlocker {

        /** Is not needed again when the time is over. */
        @Override
        public boolean block() throws InterruptedException {
            var unused = latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return latch.getCount() == 0;
        }
    }

    /** False if the time is over before there is an outcome. */
    private boolean awaitOutcome(long nanos) throws InterruptedException {
        try {
            return awaitSettled(nanos) || isDone();
        } catch (InterruptedException e) {
            // Guard against race with settle(): who has seen isDone() gets the outcome, whatever is still to be told.
            if (!isDone()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void awaitSettledUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                awaitSettled(Long.MAX_VALUE);
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
        // Else the future would be complete while the state says that the task runs.
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
        awaitSettledUninterruptibly();
        return super.join();
    }

    /** A stage is to come. */
    private void expectStages() {
        // Guard against race with publish(), which completes on a thread that must not run stages: who comes too late
        // for it to know waits these few instructions, then finds a complete future and runs the stage itself.
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

    /** With the JDK's own words for how it stands. */
    @Override
    public final String toString() {
        String jdk = super.toString();
        return label() + jdk.substring(jdk.indexOf('['));
    }
}
