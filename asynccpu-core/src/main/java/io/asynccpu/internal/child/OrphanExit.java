package io.asynccpu.internal.child;

import io.asynccpu.internal.process.Descendants;
import io.asynccpu.internal.process.OrphanedDirectory;
import io.asynccpu.internal.process.ProcessTable;
import io.asynccpu.internal.process.WorkerMark;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.WorkerExit;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a child whose parent is gone: kills its own descendants, removes what a dead parent has left, and exits. Uses no lambdas
 * and streams, whose first use takes the JDK long.
 *
 * <p><b>Actors.</b> The watchdog's thread decides when to exit; a cleaner's thread works meanwhile, because reading what the kernel
 * tells of a process may hang, and because a parent that is alive holds the lock of its directory. <b>Shared state.</b> Two latches:
 * descendants killed, directory removed.
 */
final class OrphanExit {

    /** On an idle machine the kills take a few milliseconds. No other process will end the descendants. */
    private static final long LONGEST_KILLING_MILLIS = 5000;

    private static final long LONGEST_CLEANING_MILLIS = 700;

    private static final long LONGEST_DYING_MILLIS = 100;

    private final Bootstrap bootstrap;
    private final CountDownLatch killed = new CountDownLatch(1);
    private final CountDownLatch cleaned = new CountDownLatch(1);

    OrphanExit(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Goes the same way without a target, to load its classes while no other process waits for that. */
    void rehearse() throws IOException {
        ImmediateExit.prepare();
        if (bootstrap.isWalled()) {
            return;
        }
        Descendants.kill(WorkerMark.of(bootstrap.files()) + ".rehearsal");
        OrphanedDirectory.rehearseDeletion(bootstrap.files().rehearsal());
    }

    /** Does not return. */
    void run(WorkerExit exit) {
        try {
            if (bootstrap.isWalled()) {
                // The end of this process ends all others in its namespace; the pool's files are not to be seen here.
                ImmediateExit.now(exit);
            }
            start(new Cleaner());
            if (killed.await(LONGEST_KILLING_MILLIS, TimeUnit.MILLISECONDS)) {
                cleaned.await(LONGEST_CLEANING_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (isParentGone()) {
                ImmediateExit.now(exit);
            }
        } catch (InterruptedException e) {
            StderrLog.log(bootstrap.files().directory() + " may not be removed, because this worker was interrupted");
        } finally {
            Runtime.getRuntime().halt(exit.code());
        }
    }

    private static void start(Runnable cleaner) {
        try {
            Thread thread = new Thread(cleaner, "asynccpu-cleaner");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            cleaner.run();
        }
    }

    private final class Cleaner implements Runnable {

        @Override
        public void run() {
            Path directory = bootstrap.files().directory();
            try {
                Descendants.killOwn(WorkerMark.of(bootstrap.files()));
                killed.countDown();
                OrphanedDirectory.deleteAfterOwner(directory);
                ImmediateExit.now(WorkerExit.PARENT_IS_GONE);
            } catch (NoSuchFileException removedByAnotherChild) {
                // The directory is gone, as intended.
            } catch (IOException e) {
                StderrLog.log(directory + " is not removed: " + e);
            } finally {
                killed.countDown();
                cleaned.countDown();
            }
        }
    }

    /** Waits a moment, because a process closes its connections shortly before it is gone. */
    boolean isParentGone() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_DYING_MILLIS);
        while (System.nanoTime() < end) {
            // Behind a wall no other process is to be seen: if the parent is gone, the watchdog ends this JVM
            // meanwhile.
            if (!bootstrap.isWalled() && ProcessTable.isGone(bootstrap.parent())) {
                return true;
            }
            Thread.sleep(1);
        }
        return false;
    }
}
