package io.asynccpu.worker;

import io.asynccpu.protocol.Offspring;
import io.asynccpu.protocol.WorkerExit;
import io.asynccpu.protocol.WorkerFiles;
import io.asynccpu.transport.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM when its parent is gone, however the parent ended: the kernel closes the other end of standard input. Not
 * by {@code System.exit}, whose hooks may hang.
 */
final class Leash implements Runnable {

    /** In seconds; on an idle machine it takes milliseconds. */
    private static final int LONGEST_CLEANING = 10;

    private final InputStream parent;
    private final WorkerFiles files;

    private Leash(InputStream parent, WorkerFiles files) {
        this.parent = parent;
        this.files = files;
    }

    /**
     * @param files in the pool's directory, which a parent that was killed leaves behind
     */
    static void hold(InputStream parent, WorkerFiles files) {
        start("asynccpu-leash", new Leash(parent, files));
    }

    @Override
    public void run() {
        awaitEndOf(parent);
        // First, as nobody else is left to do it.
        Offspring.kill(ProcessHandle.current(), Offspring.mark(files));
        // Bounded, as the lock is not to be had from a parent that is alive and has only closed the stream.
        Path directory = files.directory();
        Thread cleaner = start("asynccpu-cleaner", () -> clean(directory));
        try {
            cleaner.join(TimeUnit.SECONDS.toMillis(LONGEST_CLEANING));
        } catch (InterruptedException e) {
            System.err.println("asynccpu: " + directory + " may remain");
        }
        Runtime.getRuntime().halt(WorkerExit.PARENT_IS_GONE.code());
    }

    /** Leaves the end of this JVM to the leash or to a signal. */
    static void awaitEnd() {
        while (true) {
            LockSupport.park(Leash.class);
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitEndOf(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // Just as gone.
        }
    }

    private static void clean(Path directory) {
        try {
            PrivateDirectory.deleteAfterOwner(directory);
        } catch (NoSuchFileException anotherChildWasFaster) {
            // Just as clean.
        } catch (IOException e) {
            System.err.println("asynccpu: " + directory + " remains: " + e);
        }
    }
}
