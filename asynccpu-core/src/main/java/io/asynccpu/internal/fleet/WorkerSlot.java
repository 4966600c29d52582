package io.asynccpu.internal.fleet;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The place of one worker in its fleet: whether the worker is to stay, what it has done, and what it may take. Guarded by the
 * pool's lock.
 *
 * @param <W> the worker's tasks, which are the pool's
 */
public final class WorkerSlot<W extends Workload> {

    private final Worker worker;
    private final W workload;
    private final int threads;
    private final int mostTasks;
    private final long bytes;
    private final long startedNanos = System.nanoTime();

    private SlotState state = SlotState.SERVING;
    private @Nullable String retireReason;
    private boolean recycled;
    private long tasksStarted;
    private long tasksDone;
    private boolean hasReported;
    private long readyNanos;
    private boolean probationIsOver;

    /**
     * @param mostTasks how many tasks the worker may start; 0 for no bound
     * @param bytes that the worker may take of the memory
     */
    WorkerSlot(Worker worker, W workload, int threads, int mostTasks, long bytes) {
        this.worker = worker;
        this.workload = workload;
        this.threads = threads;
        this.mostTasks = mostTasks;
        this.bytes = bytes;
    }

    public Worker worker() {
        return worker;
    }

    public W workload() {
        return workload;
    }

    long bytes() {
        return bytes;
    }

    /** When the fleet decided to start it. */
    public long startedNanos() {
        return startedNanos;
    }

    // --- its tasks ---

    /** The worker got a task. */
    public void taskAssigned() {
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

    /** The worker gave a task back that it had not started. */
    public void taskReturned() {
        tasksStarted--;
    }

    public void taskEnded() {
        tasksDone++;
    }

    /** How many tasks have ended on the worker, with whatever outcome. */
    public long tasksDone() {
        return tasksDone;
    }

    public boolean isBusy() {
        return workload.runningCount() > 0;
    }

    /** How many more tasks the worker may run now. */
    int freeThreads() {
        return mayGetTasks() ? threads - workload.runningCount() : 0;
    }

    /** Whether the worker may get another task now, to run or to keep. */
    public boolean mayGetTasks() {
        return isReady() && (state == SlotState.SERVING || state == SlotState.LEAVING) && !workload.hasOverdueTask();
    }

    // --- whether it stays ---

    /** The one place that changes the state. */
    private boolean moveTo(SlotState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** Takes tasks, now or soon, and is to stay. */
    public boolean isServing() {
        return state == SlotState.SERVING && mayTakeTasks();
    }

    /** Is to be replaced, and still does its work. */
    boolean isLeaving() {
        return state == SlotState.LEAVING && mayTakeTasks();
    }

    /** Still does its work, if it lives, but is not to be replaced. */
    boolean isSurplus() {
        return state == SlotState.SURPLUS;
    }

    boolean isDismissed() {
        return state == SlotState.DISMISSED;
    }

    boolean isOnItsWayOut() {
        return state != SlotState.SERVING;
    }

    /** Whether the worker can take a waiting task, if not now then later. */
    boolean mayTakeTasks() {
        return state != SlotState.DISMISSED && mayLive();
    }

    /** Whether nothing is known that ends the worker before its tasks. */
    boolean mayLive() {
        WorkerState process = worker.state();
        return !workload.hasOverdueTask() && (process == WorkerState.READY || process == WorkerState.STARTING);
    }

    public boolean isReady() {
        return worker.state() == WorkerState.READY;
    }

    public boolean isDead() {
        return worker.state() == WorkerState.DEAD;
    }

    /** The worker is to be replaced by a fresh one; the first reason counts. */
    void leave(String why) {
        if (moveTo(SlotState.LEAVING)) {
            retireReason = why;
        }
    }

    /** Like {@link #leave}, for a worker that has done its share. */
    public void recycle(String why) {
        recycled |= state == SlotState.SERVING;
        leave(why);
    }

    public boolean isRecycled() {
        return recycled;
    }

    /** Whether the worker is to go once its tasks have ended, as the pool is to have fewer workers; may change until then. */
    void beSurplus(boolean surplus) {
        if (surplus) {
            moveTo(SlotState.SURPLUS);
        } else if (state == SlotState.SURPLUS) {
            moveTo(SlotState.SERVING);
        }
    }

    /** The worker gets no more tasks from now on. */
    public void dismiss() {
        moveTo(SlotState.DISMISSED);
    }

    /** Why the worker was retired; null if it was not. */
    public @Nullable String retireReason() {
        return retireReason;
    }

    // --- its start ---

    /**
     * The worker has started.
     *
     * @return how long that took, in nanoseconds
     */
    public long ready() {
        hasReported = true;
        readyNanos = System.nanoTime();
        return readyNanos - startedNanos;
    }

    long idleNanos() {
        // Guard against race with ready(): the worker's own state says so a moment before.
        if (isBusy() || !isReady() || !hasReported) {
            return 0;
        }
        long now = System.nanoTime();
        long last = workload.idleSinceNanos();
        return last == 0 ? now - readyNanos : now - last;
    }

    /** The worker has lived for a while since it was ready. */
    public void endProbation() {
        probationIsOver = true;
    }

    /** Whether nothing has shown yet that the worker lives: no task has ended on it, and it has just started. */
    public boolean isOnProbation() {
        return !probationIsOver && tasksDone == 0;
    }

    public PoolSnapshot.Worker snapshot() {
        return new PoolSnapshot.Worker(
                worker.id(),
                worker.pid(),
                worker.state().name(),
                worker.startedAt(),
                tasksDone,
                workload.runningTaskIds());
    }
}
