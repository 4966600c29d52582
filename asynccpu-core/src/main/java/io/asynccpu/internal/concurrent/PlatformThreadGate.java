package io.asynccpu.internal.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps of a pool on a platform thread. A virtual thread may lose its carrier wherever it waits, to others that compute for
 * as long as they like. If that happened while it holds a lock of the pool, or queues for one, the whole pool would wait. So a
 * virtual thread waits at the gate instead, where no other thread waits for it.
 */
public final class PlatformThreadGate {

    private final ExecutorService thread;

    public PlatformThreadGate(String pool) {
        // A virtual thread sends its next step after the previous one is done, so at most one step per thread waits
        // here.
        thread = DaemonThreads.single(DaemonThreads.named("asynccpu-" + pool + "-gate"), Integer.MAX_VALUE);
    }

    /** Returns when the step is done; runs it on the calling thread unless that is a virtual one. */
    public void run(Runnable step) {
        if (VirtualThreads.isCurrent()) {
            send(() -> {
                step.run();
                return null;
            });
        } else {
            step.run();
        }
    }

    /** Like {@link #run}, with a result. */
    public <T extends @Nullable Object> T call(Supplier<T> step) {
        return VirtualThreads.isCurrent() ? send(step) : step.get();
    }

    private <T extends @Nullable Object> T send(Supplier<T> step) {
        CompletableFuture<T> answer;
        try {
            answer = CompletableFuture.supplyAsync(step, thread);
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            // The pool has ended, so it cannot be held up; or the system has no thread to give, which is worse.
            return step.get();
        }
        try {
            // Uninterruptibly, as on a lock: the step will be done in any case.
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    public void close() {
        thread.shutdown();
    }
}
