package io.asynccpu.internal.child;

import io.asynccpu.internal.logging.WorkerLevels;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Applies the parent's new log levels in a child.
 *
 * <p><b>Actors.</b> The reading thread brings the levels and must not wait. A thread of its own applies them, because a logging back
 * end calls its listeners and takes locks under which users' code runs; from JDK 24 on, the holder may be a virtual thread that gets no
 * carrier. Task threads wait before each task, so the task has the levels that the parent had before it. <b>Shared state.</b> The newest
 * levels and the deadline of the waits, guarded by this object's monitor; the state is also read without it, since most tasks find
 * nothing to wait for.
 */
class LevelChanges {

    /** {@code SETTLED ⇄ CHANGING}. */
    enum State {
        SETTLED,
        CHANGING;

        boolean mayBecome(State next) {
            return next != this;
        }
    }

    /** Bounds all waits for one change: what blocks the change may last forever, and may need the task that waits. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    // Guarded by this.
    private @Nullable Map<String, String> next;
    private long deadline;

    /** Written under the monitor, read without. */
    private volatile State state = State.SETTLED;

    /** Returns at once. If changes come faster than they are applied, the last one counts. */
    void become(Map<String, String> levels) {
        if (!begin(levels)) {
            return;
        }
        try {
            start(this::change);
        } catch (OutOfMemoryError noThread) {
            // The reading thread goes on, and no task waits for a change that will not be applied.
            giveUp();
            StderrLog.log("the parent's log levels are not applied before their next change: " + noThread);
        }
    }

    /** Starts the work on a thread of its own. */
    void start(Runnable work) {
        Thread thread = new Thread(work, "asynccpu-levels");
        thread.setDaemon(true);
        thread.start();
    }

    /** Caller holds the monitor. The only place that changes the state. */
    private void moveTo(State to) {
        if (!state.mayBecome(to)) {
            throw new IllegalStateException("Levels are " + state + " already");
        }
        state = to;
        if (to == State.CHANGING) {
            // Tasks that come later do not wait anew.
            deadline = System.nanoTime() + PATIENCE;
        } else {
            notifyAll();
        }
    }

    /** Returns false if a thread is at work, which will apply the levels. */
    private synchronized boolean begin(Map<String, String> levels) {
        next = levels;
        if (state == State.CHANGING) {
            return false;
        }
        moveTo(State.CHANGING);
        return true;
    }

    private synchronized void giveUp() {
        next = null;
        moveTo(State.SETTLED);
    }

    private void change() {
        Map<String, String> levels;
        while ((levels = takeOrSettle()) != null) {
            try {
                WorkerLevels.become(levels);
            } catch (RuntimeException | Error e) {
                StderrLog.log("a log level of the parent was not set: " + e);
            }
        }
    }

    private synchronized @Nullable Map<String, String> takeOrSettle() {
        Map<String, String> taken = next;
        next = null;
        if (taken == null) {
            moveTo(State.SETTLED);
        }
        return taken;
    }

    /** Waits until the levels are applied, but not beyond the deadline. */
    void await() throws InterruptedException {
        if (state == State.CHANGING) {
            awaitSettled();
        }
    }

    private synchronized void awaitSettled() throws InterruptedException {
        long end = deadline;
        long left = end - System.nanoTime();
        while (state == State.CHANGING && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }
}
