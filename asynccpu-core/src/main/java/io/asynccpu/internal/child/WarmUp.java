package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.ParentConnection;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Loads in a child what its connection, its first task and its end need: the connection's part while the main thread waits for the
 * parent, the rest once the worker has been idle for a moment.
 *
 * <p><b>Actors.</b> This thread, and the main thread, which tells it when the worker is ready. <b>Shared state.</b> Two references,
 * published by a latch.
 */
final class WarmUp extends Thread {

    /** A task that waits already comes within this time. */
    private static final long PAUSE_MILLIS = 100;

    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable TaskRunner runner;
    private volatile @Nullable ParentWatchdog watchdog;

    private WarmUp() {
        super("asynccpu-warm-up");
        setDaemon(true);
    }

    static WarmUp begin() {
        WarmUp warmUp = new WarmUp();
        warmUp.start();
        return warmUp;
    }

    /** The parent knows that this worker takes tasks. */
    void ready(TaskRunner tasks, ParentWatchdog connected) {
        runner = tasks;
        watchdog = connected;
        ready.countDown();
    }

    @Override
    public void run() {
        try {
            ParentConnection.prepare();
            ThreadUsageMeter.prepare();
            // Loads the JDK's table of zones. Reading the default zone instead could undo a change on another thread.
            TimeZone.getTimeZone("UTC");
            ready.await();
            TaskRunner idle = runner;
            if (idle != null) {
                idle.trackThreads();
            }
            sleep(PAUSE_MILLIS);
            if (idle != null && !idle.hasBegun()) {
                idle.rehearse();
            }
            rehearseEnd();
        } catch (InterruptedException strayInterrupt) {
            // The first task loads what it needs.
        } catch (Throwable e) {
            StderrLog.log("the first task of this worker will be slower: " + e);
        }
    }

    private void rehearseEnd() {
        ParentWatchdog connected = watchdog;
        try {
            if (connected != null) {
                connected.rehearse();
            }
        } catch (NoSuchFileException removed) {
            // There will be nothing to clean up.
        } catch (IOException e) {
            StderrLog.log("the end of this worker after its parent's may be slower: " + e);
        }
    }
}
