package io.asynccpu.support;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What happened to the workers of a pool, to be waited for. */
public final class PoolEvents implements ProcessPoolListener {

    private static final long BOUND_SECONDS = 30;

    // Guarded by this.
    private final List<PoolSnapshot.Worker> ready = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();

    @Override
    public synchronized void workerReady(PoolSnapshot.Worker worker) {
        ready.add(worker);
        notifyAll();
    }

    @Override
    public synchronized void workerEnded(PoolSnapshot.Worker worker, String reason) {
        ends.add(reason);
        notifyAll();
    }

    /** Process ids of the workers that became ready, in that order; waits until there are so many. */
    public synchronized List<Long> awaitReady(int count) throws InterruptedException {
        await(count + " workers to be ready", events -> events.ready.size() >= count);
        return ready.stream().map(PoolSnapshot.Worker::pid).toList();
    }

    /** Why workers ended, in that order; waits until there are so many. */
    public synchronized List<String> awaitEnds(int count) throws InterruptedException {
        await(count + " workers to end", events -> events.ends.size() >= count);
        return List.copyOf(ends);
    }

    public synchronized List<String> ends() {
        return List.copyOf(ends);
    }

    private void await(String what, Predicate<PoolEvents> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.test(this)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("Waited for " + what + "; ready: " + ready + ", ended: " + ends);
            }
            wait(left);
        }
    }
}
