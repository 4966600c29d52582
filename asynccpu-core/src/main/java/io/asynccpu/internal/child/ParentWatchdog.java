package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.ParentConnection;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.WorkerExit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this JVM when its parent is gone, however the parent ended: the kernel then closes the other end of a connection to which the
 * parent never writes.
 *
 * <p><b>Actors.</b> This thread waits on the connection and carries out the {@link OrphanExit}; the main thread waits until the
 * connection is there. <b>Shared state.</b> A latch.
 */
final class ParentWatchdog extends Thread {

    private final Bootstrap bootstrap;
    private final OrphanExit orphanExit;
    private final CountDownLatch connected = new CountDownLatch(1);

    private ParentWatchdog(Bootstrap bootstrap) {
        super("asynccpu-watchdog");
        setDaemon(true);
        this.bootstrap = bootstrap;
        this.orphanExit = new OrphanExit(bootstrap);
    }

    static ParentWatchdog start(Bootstrap bootstrap) {
        ParentWatchdog watchdog = new ParentWatchdog(bootstrap);
        watchdog.start();
        return watchdog;
    }

    /** Has no effect: users' code may interrupt all threads that it finds, and the JDK would close the connection. */
    @Override
    public void interrupt() {}

    /** Waits until this thread will notice the end of the parent. */
    void awaitConnection() {
        try {
            connected.await();
        } catch (InterruptedException noOtherCodeRunsYet) {
            throw new IllegalStateException(noOtherCodeRunsYet);
        }
    }

    @Override
    public void run() {
        WorkerExit exit = WorkerExit.CHANNEL_BROKE;
        try (SocketChannel parent = ParentConnection.openLeash(bootstrap)) {
            exit = WorkerExit.PARENT_IS_GONE;
            connected.countDown();
            ImmediateExit.useThisThread();
            ByteBuffer nothing = ByteBuffer.allocate(1);
            while (parent.read(nothing) >= 0) {
                nothing.clear();
            }
        } catch (IOException e) {
            StderrLog.log("this worker ends, because it cannot connect to its parent: " + e);
        } finally {
            orphanExit.run(exit);
        }
    }

    /** Loads the classes that the end of this JVM needs. */
    void rehearse() throws IOException {
        orphanExit.rehearse();
    }

    /** Does not return if the parent is gone. */
    void awaitEndIfParentIsGone() {
        try {
            if (orphanExit.isParentGone()) {
                awaitEnd();
            }
        } catch (InterruptedException e) {
            StderrLog.log("this worker was interrupted while it waited for its end");
        }
    }

    /** Waits for the watchdog or a signal to end this JVM. */
    static void awaitEnd() {
        while (true) {
            LockSupport.park(ParentWatchdog.class);
        }
    }
}
