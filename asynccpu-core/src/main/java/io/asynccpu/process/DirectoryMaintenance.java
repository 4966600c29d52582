package io.asynccpu.process;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the directories that are in use: what a cleaner or a task has removed is made anew soon, and none gets old. On
 * one thread for all pools, which nobody waits for, and which is there as long as they are.
 */
final class DirectoryMaintenance implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryMaintenance.class);

    private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(5);

    /** Cleaners go by hours or days. */
    private static final long TOUCH_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Guarded by itself. */
    private static final Set<PrivateDirectory> KEPT = new LinkedHashSet<>();

    private static boolean isThere;

    private DirectoryMaintenance() {}

    static void keep(PrivateDirectory directory) {
        synchronized (KEPT) {
            KEPT.add(directory);
            if (!isThere) {
                try {
                    Thread thread = new Thread(new DirectoryMaintenance(), "asynccpu-keeper");
                    thread.setDaemon(true);
                    thread.start();
                    isThere = true;
                } catch (OutOfMemoryError noThread) {
                    LOG.debug("{} is not looked after until another one is made", directory.path(), noThread);
                }
            }
        }
    }

    static void release(PrivateDirectory directory) {
        synchronized (KEPT) {
            KEPT.remove(directory);
            KEPT.notifyAll();
        }
    }

    @Override
    public void run() {
        long touched = System.nanoTime();
        while (awaitTurn()) {
            boolean old = System.nanoTime() - touched >= TOUCH_NANOS;
            try {
                lookAtAll(old);
                touched = old ? System.nanoTime() : touched;
            } catch (OutOfMemoryError noMemory) {
                // Next time: who has it must not leave all directories to the cleaners.
            }
        }
    }

    /** False if there is nothing left to look after. */
    private static boolean awaitTurn() {
        synchronized (KEPT) {
            try {
                if (!KEPT.isEmpty()) {
                    KEPT.wait(LOOK_MILLIS);
                }
            } catch (InterruptedException nobodyMay) {
                LOG.debug("The keeper was interrupted and goes on", nobodyMay);
            }
            isThere = !KEPT.isEmpty();
            return isThere;
        }
    }

    private static void lookAtAll(boolean old) {
        List<PrivateDirectory> kept;
        synchronized (KEPT) {
            kept = List.copyOf(KEPT);
        }
        kept.forEach(directory -> look(directory, old));
    }

    private static void look(PrivateDirectory directory, boolean old) {
        try {
            directory.restore();
            if (old) {
                directory.touch();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("{} cannot be looked after", directory.path(), e);
        }
    }
}
