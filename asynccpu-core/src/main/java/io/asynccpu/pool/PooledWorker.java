package io.asynccpu.pool;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.supervisor.KillReason;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A worker and what it holds. Guarded by the pool's lock.
 *
 * <p>Its duty: {@code SERVING → LEAVING → DISMISSED}, or to {@code DISMISSED} at once; and {@code SERVING ⇄ SURPLUS} while it
 * is busy in a pool that was cut. {@link WorkerState} tells what its process does meanwhile.
 */
final class PooledWorker {

    private enum Duty {
        SERVING,
        /** Gets no more tasks unless the pool grows again, or another one goes in its place. */
        SURPLUS,
        /** Is to be replaced, and keeps its place until somebody else is ready. */
        LEAVING,
        /** Gets no more tasks, whatever happens. Final. */
        DISMISSED
    }

    private final Worker worker;
    private final int threads;
    private final int mostTasks;
    private final long bytes;
    private final Errands errands;
    private final long hiredNanos = System.nanoTime();
    /** At most one for each thread. */
    private final List<Lease> running;
    /** Sent ahead: they wait at the worker until one of those that run has ended. */
    private final Map<Long, Lease> ahead = new LinkedHashMap<>();

    /** Mostly empty. */
    private final List<Lease> overdue = new ArrayList<>(0);

    private Duty duty = Duty.SERVING;
    private @Nullable String farewell;
    private boolean recycled;
    private long tasksStarted;
    private long tasksDone;
    private boolean hasReported;
    private boolean probationIsOver;
    private long idleSinceNanos;
    private long progressNanos;
    private boolean recalling;

    /**
     * @param mostTasks how many tasks it may start; 0 for no bound
     * @param bytes that it may take of the memory
     */
    PooledWorker(Worker worker, int threads, int mostTasks, long bytes) {
        this.worker = worker;
        this.errands = new Errands(worker);
        this.threads = threads;
        this.running = new ArrayList<>(threads);
        this.mostTasks = mostTasks;
        this.bytes = bytes;
    }

    Worker worker() {
        return worker;
    }

    long bytes() {
        return bytes;
    }

    long hiredNanos() {
        return hiredNanos;
    }

    // --- its tasks ---

    /** What it is still to be told. */
    Errands errands() {
        return errands;
    }

    /** It gets the task: to be run now, or when its turn comes. */
    void grant(Lease lease) {
        boolean startsNow = running.size() < threads;
        if (startsNow) {
            run(lease);
        } else {
            ahead.put(lease.task().taskId(), lease);
        }
        errands.add(lease, startsNow);
        tasksStarted++;
        // A little before the last task, so that the replacement is warm in time.
        if (mostTasks > 0 && tasksStarted >= mostTasks - mostTasks / 10) {
            recycle("it was recycled after " + tasksStarted + " of the " + mostTasks
                    + " tasks that max-tasks-per-worker allows");
        }
        if (tasksStarted == mostTasks) {
            dismiss();
        }
    }

    private void run(Lease lease) {
        running.add(lease);
        lease.start();
        progressNanos = lease.startedNanos();
    }

    @Nullable
    Lease lease(long taskId) {
        for (Lease lease : running) {
            if (lease.task().taskId() == taskId) {
                return lease;
            }
        }
        return ahead.get(taskId);
    }

    /** Whether it still has that task for that reason. */
    boolean has(Lease lease) {
        return lease(lease.task().taskId()) == lease;
    }

    List<Lease> leases() {
        List<Lease> all = new ArrayList<>(running);
        all.addAll(ahead.values());
        return all;
    }

    int runningCount() {
        return running.size();
    }

    int leaseCount() {
        return running.size() + ahead.size();
    }

    /** The task has ended here; null if the worker does not have it. */
    @Nullable
    Lease take(long taskId) {
        Lease lease = lease(taskId);
        if (lease != null) {
            // Guard against race with a task before it that comes back unstarted: the worker may say so after this end.
            lease.startIfAhead();
            remove(lease);
            tasksDone++;
            recalling = false;
        }
        return lease;
    }

    /** The task will not start here; null if the worker does not have it. */
    @Nullable
    Lease takeBack(long taskId) {
        Lease lease = lease(taskId);
        if (lease != null) {
            remove(lease);
            tasksStarted--;
        }
        return lease;
    }

    private void remove(Lease lease) {
        lease.end();
        overdue.remove(lease);
        if (!running.remove(lease)) {
            ahead.remove(lease.task().taskId());
        }
        if (running.size() < threads && !ahead.isEmpty()) {
            var next = ahead.values().iterator();
            Lease first = next.next();
            next.remove();
            run(first);
        } else if (running.isEmpty()) {
            idleSinceNanos = System.nanoTime();
        }
    }

    /** It has nothing any more. */
    void die() {
        running.clear();
        ahead.clear();
        overdue.clear();
    }

    boolean isDead() {
        return worker.state() == WorkerState.DEAD;
    }

    boolean isBusy() {
        return !running.isEmpty();
    }

    /** How many more tasks it may run now. */
    int freeThreads() {
        return mayGetMore() ? threads - running.size() : 0;
    }

    private boolean mayGetMore() {
        return isReady() && (duty == Duty.SERVING || duty == Duty.LEAVING) && overdue.isEmpty();
    }

    /** How many more tasks may be sent to it ahead, if that many may wait there. */
    int roomAhead(int most) {
        int room = most - ahead.size();
        return room > 0 && mayGetMore() && !recalling && !isSlow(Pace.HORIZON) ? room : 0;
    }

    /** Whether it has not come to another task for longer. */
    private boolean isSlow(long nanos) {
        return System.nanoTime() - progressNanos > nanos;
    }

    /** Whether tasks were sent ahead that may have to be called back; none while others are on their way back. */
    boolean mustWatchAhead() {
        return !ahead.isEmpty() && !recalling;
    }

    /** The tasks that were sent ahead, if they have waited for longer and are not on their way back. */
    List<Long> recall(long nanos) {
        // Guard against race with Errands: a recall that overtook its task would call back nothing, and there is no
        // second.
        if (ahead.isEmpty()
                || recalling
                || !isSlow(nanos)
                || !ahead.values().stream().allMatch(Lease::isSent)) {
            return List.of();
        }
        recalling = true;
        ahead.values().forEach(Lease::recall);
        return List.copyOf(ahead.keySet());
    }

    /** What was called back may not have been. */
    void recallAnew() {
        recalling = false;
    }

    /** How many tasks have ended on it, in whatever way. */
    long tasksDone() {
        return tasksDone;
    }

    // --- its going ---

    /** Takes tasks, now or soon, and is to stay. */
    boolean isServing() {
        return duty == Duty.SERVING && mayTakeTasks();
    }

    /** Is to be replaced, and still does its work. */
    boolean isLeaving() {
        return duty == Duty.LEAVING && mayTakeTasks();
    }

    /** Still does its work, if it lives, but nobody is to come in its place. */
    boolean isSurplus() {
        return duty == Duty.SURPLUS;
    }

    boolean isDismissed() {
        return duty == Duty.DISMISSED;
    }

    boolean isOnItsWayOut() {
        return duty != Duty.SERVING;
    }

    /** Whether it can take a waiting task, if not now then later. */
    boolean mayTakeTasks() {
        return duty != Duty.DISMISSED && mayLive();
    }

    /** Whether nothing is known that ends it before its tasks. */
    boolean mayLive() {
        WorkerState state = worker.state();
        return overdue.isEmpty() && (state == WorkerState.READY || state == WorkerState.STARTING);
    }

    boolean isReady() {
        return worker.state() == WorkerState.READY;
    }

    /** Is to be replaced by a fresh one; the first reason counts. */
    void leave(String why) {
        if (duty == Duty.SERVING) {
            duty = Duty.LEAVING;
            farewell = why;
        }
    }

    /** Whether it is to go once its tasks have ended, since the pool is to have fewer workers; may change until then. */
    void beSurplus(boolean surplus) {
        if (duty == (surplus ? Duty.SERVING : Duty.SURPLUS)) {
            duty = surplus ? Duty.SURPLUS : Duty.SERVING;
        }
    }

    /** Like {@link #leave}, for one that has done its share. */
    void recycle(String why) {
        recycled |= duty == Duty.SERVING;
        leave(why);
    }

    boolean isRecycled() {
        return recycled;
    }

    /** Gets no more tasks from now on. */
    void dismiss() {
        duty = Duty.DISMISSED;
    }

    /** A task here goes on though it should not, and so the worker gets no more until that has ended. */
    void overdue(Lease lease) {
        if (!overdue.contains(lease)) {
            overdue.add(lease);
        }
    }

    /** Whether nothing runs here any more but what should not. */
    boolean hasOnlyOverdue() {
        return !overdue.isEmpty() && overdue.containsAll(running);
    }

    boolean isOverdue(Lease lease) {
        return overdue.contains(lease);
    }

    /** Whose fault it is when this worker is killed. */
    KillReason overdueReason() {
        String culprits = overdue.stream()
                .map(lease -> lease.task().label() + lease.task().howItEnded())
                .collect(Collectors.joining(" and "));
        return new KillReason(
                culprits + " went on for longer than the cancel grace period",
                "let such a task heed its interrupt or TaskContext.isCancelled(), or raise cancel-grace-period and"
                        + " neighbor-grace-period");
    }

    long idleNanos() {
        // Guard against race with ready(): its state says so a moment before.
        return running.isEmpty() && isReady() && hasReported ? System.nanoTime() - idleSinceNanos : 0;
    }

    /**
     * It has started.
     *
     * @return how long that took, in nanoseconds
     */
    long ready() {
        hasReported = true;
        idleSinceNanos = System.nanoTime();
        return idleSinceNanos - hiredNanos;
    }

    /** It has lived for a while since it was ready. */
    void endProbation() {
        probationIsOver = true;
    }

    /** Whether nothing has shown yet that it lives: no task has ended on it, and it has just started. */
    boolean isOnProbation() {
        return !probationIsOver && tasksDone == 0;
    }

    /** Why it was let go; null if it was not. */
    @Nullable
    String farewell() {
        return farewell;
    }

    PoolSnapshot.Worker snapshot() {
        return new PoolSnapshot.Worker(
                worker.id(),
                worker.pid(),
                worker.state().name(),
                worker.startedAt(),
                tasksDone,
                running.stream().map(lease -> lease.task().taskId()).toList());
    }
}
