package io.asynccpu.worker;

import io.asynccpu.logging.WorkerLevels;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parent's new log levels: {@code SETTLED → CHANGING → SETTLED}. They are set on a thread of their own, since a logging system
 * calls its listeners meanwhile and takes locks under which users' code runs; from JDK 24 on the holder may even be a virtual
 * thread that gets no carrier. Whoever hears the parent must not wait for that. Thread-safe.
 */
class LevelChanges {

    /** How long tasks wait for them, all together: what holds them up may last for ever, and need the task. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    // Guarded by this.
    private @Nullable Map<String, String> next;

    /** Written under this, read without: most tasks find nothing to wait for. */
    private volatile boolean isChanging;

    /** From the begin of CHANGING: a task that comes later does not wait anew. Guarded by this. */
    private long deadline;

    /** Returns at once. Of changes that come faster than they are made the last one counts. */
    void become(Map<String, String> levels) {
        if (!begins(levels)) {
            return;
        }
        try {
            start(this::change);
        } catch (OutOfMemoryError noThread) {
            // Whoever hears the parent goes on, and no task waits for a change that nobody makes.
            giveUp();
            Words.say("the parent's log levels are taken over with their next change only: " + noThread);
        }
    }

    /** On a thread of its own. */
    void start(Runnable work) {
        Thread thread = new Thread(work, "asynccpu-levels");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized boolean begins(Map<String, String> levels) {
        next = levels;
        if (isChanging) {
            return false;
        }
        isChanging = true;
        deadline = System.nanoTime() + PATIENCE;
        return true;
    }

    private synchronized void giveUp() {
        next = null;
        settle();
    }

    /** Caller holds this. */
    private void settle() {
        isChanging = false;
        notifyAll();
    }

    private void change() {
        Map<String, String> levels;
        while ((levels = take()) != null) {
            try {
                WorkerLevels.become(levels);
            } catch (RuntimeException | Error e) {
                Words.say("a log level of the parent was not set: " + e);
            }
        }
    }

    private synchronized @Nullable Map<String, String> take() {
        Map<String, String> taken = next;
        next = null;
        if (taken == null) {
            settle();
        }
        return taken;
    }

    /** Before a task: it is to have the levels that the parent had before it. */
    void await() throws InterruptedException {
        if (isChanging) {
            awaitChange();
        }
    }

    private synchronized void awaitChange() throws InterruptedException {
        long end = deadline;
        long left = end - System.nanoTime();
        while (isChanging && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }
}
