package io.asynccpu.supervisor;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread for short steps of a pool at a later time; never for users' code. A step that fails is logged. */
public final class Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final ScheduledThreadPoolExecutor executor;

    /** A step that is still to come. */
    public static final class Alarm {
        private final Future<?> step;

        private Alarm(Future<?> step) {
            this.step = step;
        }

        /** The step does not begin any more; if it has begun it is not disturbed. */
        public void cancel() {
            step.cancel(false);
        }
    }

    public Timer(String threadName) {
        executor = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, threadName);
                    thread.setDaemon(true);
                    return thread;
                },
                // After the end of the pool there is nothing left to time.
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        // At once: later there may be no thread to be had, just when there is something to be done about it.
        executor.prestartCoreThread();
    }

    /** Runs the step once, that many nanoseconds from now. */
    public Alarm after(long nanos, Runnable step) {
        return new Alarm(executor.schedule(() -> run(step), nanos, TimeUnit.NANOSECONDS));
    }

    /** Runs the step again and again, as long after its end; for the next time it needs no memory. */
    public void every(long nanos, Runnable step) {
        var unused = executor.scheduleWithFixedDelay(() -> run(step), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A timed step of a process pool failed", e);
        }
    }

    /** Drops what is still to come. */
    public void close() {
        executor.shutdown();
    }
}
