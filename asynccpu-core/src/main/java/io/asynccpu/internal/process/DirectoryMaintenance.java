package io.asynccpu.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains the private directories in use: directories that a cleaner or a task has removed are made anew soon, and
 * none looks old to cleaners.
 *
 * <p>Actors: one thread for all pools, which no other waits for and which ends with the last directory, and the threads
 * that open and close directories. Shared state: the set of directories, guarded by itself.
 */
final class DirectoryMaintenance implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryMaintenance.class);

    private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(5);

    /** Cleaners delete files after hours or days. */
    private static final long TOUCH_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Guarded by itself. */
    private static final Set<Maintained> KEPT = new LinkedHashSet<>();

    private static boolean isThere;

    /** A directory in use. */
    interface Maintained {

        Path path();

        /** Makes anew what is missing. */
        boolean restore();

        /** Gives it the times of a directory in use. */
        void touch() throws IOException;
    }

    private DirectoryMaintenance() {}

    static void keep(Maintained directory) {
        synchronized (KEPT) {
            KEPT.add(directory);
            if (!isThere) {
                try {
                    Thread thread = new Thread(new DirectoryMaintenance(), "asynccpu-directories");
                    thread.setDaemon(true);
                    thread.start();
                    isThere = true;
                } catch (OutOfMemoryError noThread) {
                    LOG.debug("{} is not maintained until another one is made", directory.path(), noThread);
                }
            }
        }
    }

    static void release(Maintained directory) {
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
                // Tried again the next time: exhausted memory must not leave all directories to the cleaners.
            }
        }
    }

    /** False if there is no directory left. */
    private static boolean awaitTurn() {
        synchronized (KEPT) {
            try {
                if (!KEPT.isEmpty()) {
                    KEPT.wait(LOOK_MILLIS);
                }
            } catch (InterruptedException nobodyMay) {
                LOG.debug("The maintenance of private directories was interrupted and goes on", nobodyMay);
            }
            isThere = !KEPT.isEmpty();
            return isThere;
        }
    }

    private static void lookAtAll(boolean old) {
        List<Maintained> kept;
        synchronized (KEPT) {
            kept = List.copyOf(KEPT);
        }
        kept.forEach(directory -> look(directory, old));
    }

    private static void look(Maintained directory, boolean old) {
        try {
            directory.restore();
            if (old) {
                directory.touch();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("{} cannot be maintained", directory.path(), e);
        }
    }
}
