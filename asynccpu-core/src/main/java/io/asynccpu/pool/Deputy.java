package io.asynccpu.pool;

import io.asynccpu.concurrent.VirtualThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that acts in the pool for virtual ones. They may lose their carrier wherever they wait, to others that compute
 * for as long as they like; if that happened in a lock of the pool, or in the queue before it, the whole pool would wait.
 * So a virtual thread waits here, where nobody waits for it.
 */
final class Deputy {

    private final ExecutorService thread;

    Deputy(String pool) {
        // Nobody sends a second step before his first is done, so there are no more of them than virtual threads.
        thread = PoolThreads.oneThread(PoolThreads.daemons("asynccpu-" + pool + "-deputy"), Integer.MAX_VALUE);
    }

    /** Returns when it is done; on the calling thread, unless that is a virtual one. */
    void run(Runnable step) {
        if (VirtualThreads.isCurrent()) {
            send(() -> {
                step.run();
                return null;
            });
        } else {
            step.run();
        }
    }

    /** Like {@link #run}, with an answer. */
    <T extends @Nullable Object> T call(Supplier<T> step) {
        return VirtualThreads.isCurrent() ? send(step) : step.get();
    }

    private <T extends @Nullable Object> T send(Supplier<T> step) {
        CompletableFuture<T> answer;
        try {
            answer = CompletableFuture.supplyAsync(step, thread);
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            // The pool has ended, so nobody can be held up; or the system has no thread to give, which is worse.
            return step.get();
        }
        try {
            // Uninterruptibly, as on a lock: it will be done in any case.
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    void close() {
        thread.shutdown();
    }
}
