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
final class LevelChanges {

    /** How long a task waits for them: what holds them up may last for ever, and need the task. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    // Guarded by this.
    private @Nullable Map<String, String> next;

    /** Written under this, read without: most tasks find nothing to wait for. */
    private volatile boolean isChanging;

    /** Returns at once. Of changes that come faster than they are made the last one counts. */
    synchronized void become(Map<String, String> levels) {
        next = levels;
        if (!isChanging) {
            isChanging = true;
            Thread thread = new Thread(this::change, "asynccpu-levels");
            thread.setDaemon(true);
            thread.start();
        }
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
            isChanging = false;
            notifyAll();
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
        long end = System.nanoTime() + PATIENCE;
        long left = PATIENCE;
        while (isChanging && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
    }
}
