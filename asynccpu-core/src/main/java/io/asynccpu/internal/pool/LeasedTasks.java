package io.asynccpu.internal.pool;

import io.asynccpu.internal.fastpath.PrefetchedTasks;
import io.asynccpu.internal.fleet.Workload;
import io.asynccpu.internal.parent.KillReason;
import io.asynccpu.internal.parent.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks of one worker: those that it runs, and prefetched ones that it starts as soon as it is free. Guarded by the pool's lock. */
final class LeasedTasks implements Workload {

    private final int threads;
    private final WorkerSendQueue sendQueue;
    /** At most one for each thread. */
    private final List<Lease> running;

    private final PrefetchedTasks<Lease> prefetched = new PrefetchedTasks<>();
    /** Mostly empty. */
    private final List<Lease> overdue = new ArrayList<>(0);

    private long idleSinceNanos;

    LeasedTasks(Worker worker, int threads) {
        this.threads = threads;
        this.sendQueue = new WorkerSendQueue(worker);
        this.running = new ArrayList<>(threads);
    }

    WorkerSendQueue sendQueue() {
        return sendQueue;
    }

    PrefetchedTasks<Lease> prefetched() {
        return prefetched;
    }

    /** The worker gets the task: to be run now, or when its turn comes. */
    void add(Lease lease) {
        boolean startsNow = running.size() < threads;
        if (startsNow) {
            run(lease);
        } else {
            prefetched.add(lease.task().taskId(), lease);
        }
        sendQueue.add(lease, startsNow);
    }

    private void run(Lease lease) {
        running.add(lease);
        lease.start();
        prefetched.progressed(lease.startedNanos());
    }

    @Nullable
    Lease find(long taskId) {
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).task().taskId() == taskId) {
                return running.get(i);
            }
        }
        return prefetched.find(taskId);
    }

    /** Whether the worker still has the task by this very lease. */
    boolean has(Lease lease) {
        return find(lease.task().taskId()) == lease;
    }

    List<Lease> all() {
        List<Lease> all = new ArrayList<>(leaseCount());
        all.addAll(running);
        prefetched.copyTo(all);
        return all;
    }

    /** The task has ended on the worker. */
    void end(Lease lease) {
        // Guard against race with a task before it that comes back unstarted: the worker may say so after this end.
        lease.startIfAhead();
        remove(lease);
        prefetched.taskEnded();
    }

    /** The task has ended, or will not start on the worker. */
    void remove(Lease lease) {
        lease.end();
        overdue.remove(lease);
        if (!running.remove(lease)) {
            prefetched.remove(lease.task().taskId());
        }
        Lease next = running.size() < threads ? prefetched.poll() : null;
        if (next != null) {
            run(next);
        } else if (running.isEmpty()) {
            idleSinceNanos = System.nanoTime();
        }
    }

    /** The worker is dead. */
    void clear() {
        running.clear();
        prefetched.clear();
        overdue.clear();
    }

    // --- tasks that go on though they should not ---

    /** The worker gets no more tasks until this one has ended. */
    void addOverdue(Lease lease) {
        if (!overdue.contains(lease)) {
            overdue.add(lease);
        }
    }

    boolean isOverdue(Lease lease) {
        return overdue.contains(lease);
    }

    boolean hasOnlyOverdueTasks() {
        return !overdue.isEmpty() && overdue.containsAll(running);
    }

    /** Why the worker is killed. */
    KillReason overdueReason() {
        String culprits = overdue.stream()
                .map(lease -> lease.task().label() + lease.task().howItEnded())
                .collect(Collectors.joining(" and "));
        return new KillReason(
                culprits + " went on for longer than the cancel grace period",
                "let such a task heed its interrupt or TaskContext.isCancelled(), or raise cancel-grace-period and"
                        + " neighbor-grace-period");
    }

    // --- as the fleet sees them ---

    @Override
    public int runningCount() {
        return running.size();
    }

    @Override
    public int leaseCount() {
        return running.size() + prefetched.size();
    }

    @Override
    public boolean hasOverdueTask() {
        return !overdue.isEmpty();
    }

    @Override
    public long idleSinceNanos() {
        return idleSinceNanos;
    }

    @Override
    public List<Long> runningTaskIds() {
        return running.stream().map(lease -> lease.task().taskId()).toList();
    }
}
