package io.asynccpu.internal.fleet;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.internal.launch.archive.Recording;
import io.asynccpu.internal.parent.KillReason;
import io.asynccpu.internal.parent.TaskEnds;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerDeath;
import io.asynccpu.internal.parent.WorkerEvents;
import io.asynccpu.internal.parent.WorkerSettings;
import io.asynccpu.internal.protocol.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the start-up cache: starts a worker beside the others, which becomes ready, does a sample task and is asked to end. Begins when
 * the pool has a worker and nothing to do, and ends with the pool.
 *
 * <p>Actors: the timer, one preparing thread, the training worker's own thread, the thread that ends the pool. Shared state: the {@link
 * TrainingState}, under this monitor; it is also read without.
 */
public final class CacheTraining {

    private static final Logger LOG = LoggerFactory.getLogger(CacheTraining.class);

    /** Number of that worker; the pool's begin with 1. */
    private static final int WORKER_ID = 0;

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** A pool that is never quiet trains all the same, at the lowest priority. */
    private static final int MOST_LOOKS = 20;

    /** At a low priority, perhaps on a busy machine. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** Writing the archive is part of the end. */
    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    private final String pool;
    private final WorkerSettings worker;
    private final PoolSites sites;
    private final Timer timer;
    private final PoolMemory memory;
    private final BooleanSupplier isQuiet;
    private final Runnable ended;

    // Guarded by this; the state is also read without.
    private volatile TrainingState state = TrainingState.NOT_YET;
    private boolean isClosed;
    private int looks;
    private @Nullable Thread preparing;
    private @Nullable Worker running;

    // Set before the worker starts; then used by its thread only.
    private @Nullable Long bytes;
    private long heap;
    private @Nullable Recording recording;
    private boolean hasWorked;

    /**
     * @param isQuiet whether no task waits and all workers are ready
     * @param ended runs at the end of the training, for which the pool's end may have waited
     */
    public CacheTraining(
            FleetSettings settings,
            PoolSites sites,
            Timer timer,
            WorkerFleet<?> fleet,
            BooleanSupplier isQuiet,
            Runnable ended) {
        this.sites = sites;
        this.pool = settings.pool();
        this.worker = settings.worker().withTime(LONGEST_START, LONGEST_END);
        this.timer = timer;
        this.memory = fleet.memory();
        this.isQuiet = isQuiet;
        this.ended = ended;
    }

    /** The one place that changes the state. Caller holds this. */
    private boolean moveTo(TrainingState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** A worker is ready that was started without the cache. */
    public synchronized void begin() {
        // Guard against a training that waits already: it has its alarm.
        if (state == TrainingState.NOT_YET
                && !isClosed
                && worker.launch().startupCache().isOn()
                && moveTo(TrainingState.WAITING)) {
            timer.after(PAUSE, this::look);
        }
    }

    private void look() {
        Thread thread = new Thread(this::prepare, "asynccpu-" + pool + "-training");
        thread.setDaemon(true);
        boolean quiet = isQuiet.getAsBoolean();
        synchronized (this) {
            looks++;
            if (isClosed) {
                return;
            }
            if (!quiet && looks < MOST_LOOKS) {
                timer.after(PAUSE, this::look);
                return;
            }
            moveTo(TrainingState.PREPARING);
            preparing = thread;
        }
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            // Else the pool would wait for it at its end.
            end(true);
        }
    }

    /** Not by the timer, as it may copy all of the application's classes. */
    private void prepare() {
        boolean begun = false;
        boolean again = false;
        try {
            bytes = memory.enterIfRoom();
            if (bytes != null) {
                heap = memory.heap(bytes);
                WorkerLauncher launcher = sites.launcher();
                WorkerLauncher.Training training = launcher.lacksArchive() ? launcher.train() : null;
                begun = training != null && run(training);
                // If another process is at work: when it is done, its archive may be the one.
                again = launcher.lacksArchive();
            } else {
                again = true;
            }
        } catch (RuntimeException e) {
            LOG.debug("The start-up cache of pool {} is not filled", pool, e);
        } finally {
            if (!begun) {
                release();
                end(again);
            }
        }
    }

    private boolean run(WorkerLauncher.Training training) {
        recording = training.recording();
        synchronized (this) {
            preparing = null;
            // An interrupt was for what this thread did until now.
            boolean unused = Thread.interrupted();
            if (!isClosed) {
                running = new Worker(
                        WORKER_ID, worker, true, heap, sites.startedBy(training.launcher()), timer, Progress::new);
                moveTo(TrainingState.RUNNING);
            }
        }
        if (running == null) {
            training.recording().abandon();
            return false;
        }
        running.start();
        return true;
    }

    /** The pool ends, and the training with it. */
    public void close() {
        Worker stopped;
        synchronized (this) {
            isClosed = true;
            stopped = running;
            if (preparing != null) {
                preparing.interrupt();
            }
            if (state == TrainingState.WAITING) {
                moveTo(TrainingState.OVER);
            }
        }
        if (stopped != null) {
            stopped.kill(new KillReason("the pool ends", "nothing is wrong"));
        }
    }

    /** Whether the end of the pool need not wait for it. */
    public boolean isOver() {
        return state != TrainingState.PREPARING && state != TrainingState.RUNNING;
    }

    private void release() {
        Long held = bytes;
        if (held != null) {
            bytes = null;
            MemoryLedger.OF_THIS_JVM.strikeOut(held);
        }
    }

    private void end(boolean again) {
        synchronized (this) {
            preparing = null;
            if (again && !isClosed && looks < MOST_LOOKS && moveTo(TrainingState.WAITING)) {
                timer.after(PAUSE, this::look);
            } else {
                moveTo(TrainingState.OVER);
            }
        }
        ended.run();
    }

    /** What becomes of the worker. */
    private final class Progress implements WorkerEvents {

        private final Worker trained;

        Progress(Worker trained) {
            this.trained = trained;
        }

        @Override
        public void ready() {
            trained.channel().send(SampleTask.message(worker.codec(), worker.maxPayload()));
        }

        @Override
        public TaskEnds ended(List<Message.TaskEnd> ends, Runnable entered) {
            hasWorked = trained.retire();
            trained.stop();
            return () -> {};
        }

        @Override
        public void received(Message message) {}

        @Override
        public void died(WorkerDeath death) {
            Recording ending = recording;
            if (ending == null) {
                return;
            }
            if (hasWorked && death.details().exitCode() == 0) {
                ending.finish();
            } else if (hasWorked ? death.details().signal() == null : death.brokeDown()) {
                ending.fail(death.reason());
            } else {
                // The pool has ended, the worker was slow, or the application's own start failed: the next one may
                // succeed.
                ending.abandon();
            }
        }

        @Override
        public void gone() {
            release();
            end(false);
        }
    }
}
