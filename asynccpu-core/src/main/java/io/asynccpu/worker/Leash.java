package io.asynccpu.worker;

import io.asynccpu.process.Descendants;
import io.asynccpu.process.OrphanedDirectory;
import io.asynccpu.process.ProcessTable;
import io.asynccpu.process.WorkerMark;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.WorkerExit;
import io.asynccpu.transport.ParentConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM when its parent is gone, however the parent ended: the kernel closes the other end of a connection on which
 * nobody says anything. Whatever takes the JDK long, such as lambdas and streams, is kept off that way.
 */
final class Leash extends Thread {

    /** On an idle machine all that takes a few milliseconds. Nobody else is left to end what this worker has started. */
    private static final long LONGEST_KILLING_MILLIS = 5000;

    private static final long LONGEST_CLEANING_MILLIS = 700;

    private static final long LONGEST_DYING_MILLIS = 100;

    private final Bootstrap bootstrap;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch alone = new CountDownLatch(1);
    private final CountDownLatch clean = new CountDownLatch(1);

    private Leash(Bootstrap bootstrap) {
        super("asynccpu-leash");
        setDaemon(true);
        this.bootstrap = bootstrap;
    }

    static Leash hold(Bootstrap bootstrap) {
        Leash leash = new Leash(bootstrap);
        leash.start();
        return leash;
    }

    /** Users' code may interrupt all threads that it finds, and the JDK would close the connection. */
    @Override
    public void interrupt() {}

    /** Until the end of the parent will not be missed. */
    void awaitHold() {
        try {
            held.await();
        } catch (InterruptedException nobodyElseIsHereYet) {
            throw new IllegalStateException(nobodyElseIsHereYet);
        }
    }

    @Override
    public void run() {
        WorkerExit exit = WorkerExit.CHANNEL_BROKE;
        try (SocketChannel parent = ParentConnection.openLeash(bootstrap)) {
            exit = WorkerExit.PARENT_IS_GONE;
            held.countDown();
            QuickEnd.use();
            ByteBuffer nothing = ByteBuffer.allocate(1);
            while (parent.read(nothing) >= 0) {
                nothing.clear();
            }
        } catch (IOException e) {
            Words.say("this worker ends, as it does not reach its parent: " + e);
        } finally {
            end(exit);
        }
    }

    /** Goes the same way with nothing at its end, so that all of it is loaded when nobody can wait for it. */
    void rehearse() throws IOException {
        QuickEnd.prepare();
        Descendants.kill(WorkerMark.of(bootstrap.files()) + ".rehearsal");
        OrphanedDirectory.rehearseDeletion(bootstrap.files().rehearsal());
    }

    private void end(WorkerExit exit) {
        try {
            // On a thread of its own, as reading what the kernel says of a process may hang, and a parent that is alive
            // holds the lock.
            begin(new Cleaner());
            if (alone.await(LONGEST_KILLING_MILLIS, TimeUnit.MILLISECONDS)) {
                clean.await(LONGEST_CLEANING_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (isParentGone()) {
                QuickEnd.now(exit);
            }
        } catch (InterruptedException e) {
            Words.say(bootstrap.files().directory() + " may remain");
        } finally {
            Runtime.getRuntime().halt(exit.code());
        }
    }

    private static void begin(Runnable cleaner) {
        try {
            Thread thread = new Thread(cleaner, "asynccpu-cleaner");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            cleaner.run();
        }
    }

    /** What this worker leaves goes before it; then, if the parent is really dead, what the parent left. */
    private final class Cleaner implements Runnable {

        @Override
        public void run() {
            Path directory = bootstrap.files().directory();
            try {
                Descendants.killOwn(WorkerMark.of(bootstrap.files()));
                alone.countDown();
                OrphanedDirectory.deleteAfterOwner(directory);
                QuickEnd.now(WorkerExit.PARENT_IS_GONE);
            } catch (NoSuchFileException anotherChildWasFaster) {
                // Just as clean.
            } catch (IOException e) {
                Words.say(directory + " remains: " + e);
            } finally {
                alone.countDown();
                clean.countDown();
            }
        }
    }

    /** A process lets go of its connections a moment before it is gone. */
    private boolean isParentGone() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_DYING_MILLIS);
        while (System.nanoTime() < end) {
            if (ProcessTable.isGone(bootstrap.parent())) {
                return true;
            }
            sleep(1);
        }
        return false;
    }

    /** If it is gone, this does not return. */
    void leaveEndIfParentIsGone() {
        try {
            if (isParentGone()) {
                awaitEnd();
            }
        } catch (InterruptedException e) {
            Words.say("interrupted at the end");
        }
    }

    /** Leaves the end of this JVM to the leash or to a signal. */
    static void awaitEnd() {
        while (true) {
            LockSupport.park(Leash.class);
        }
    }
}
