package io.asynccpu.worker;

import io.asynccpu.transport.ParentConnection;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Loads what the first task needs: what every task waits for while this JVM waits for its parent, or on a second processor;
 * the rest when the parent has nothing to do for this worker yet. And what the end of this JVM needs.
 */
final class Preparation extends Thread {

    /** In milliseconds: a task that waits already comes within that time. */
    private static final long PAUSE = 100;

    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable TaskRunner runner;
    private volatile @Nullable Leash leash;

    private Preparation() {
        super("asynccpu-preparation");
        setDaemon(true);
    }

    static Preparation begin() {
        Preparation preparation = new Preparation();
        preparation.start();
        return preparation;
    }

    /** The parent knows that this worker can take tasks. */
    void ready(TaskRunner ready, Leash held) {
        runner = ready;
        leash = held;
        this.ready.countDown();
    }

    @Override
    public void run() {
        try {
            ParentConnection.prepare();
            Meter.prepare();
            // A table that each child reads. Not the default one, which a race with whoever sets it would set back.
            TimeZone.getTimeZone("UTC");
            ready.await();
            TaskRunner idle = runner;
            if (idle != null) {
                idle.watchThreads();
            }
            sleep(PAUSE);
            if (idle != null && !idle.hasBegun()) {
                idle.rehearse();
            }
            rehearseEnd();
        } catch (InterruptedException strayInterrupt) {
            // Then the first task loads it.
        } catch (Throwable e) {
            Words.say("this worker's first task will be slower: " + e);
        }
    }

    private void rehearseEnd() {
        Leash held = leash;
        try {
            if (held != null) {
                held.rehearse();
            }
        } catch (NoSuchFileException wipedAway) {
            // Nothing will be left to clean up.
        } catch (IOException e) {
            Words.say("this worker may be slower to end after its parent: " + e);
        }
    }
}
