package io.asynccpu.pool;

import io.asynccpu.concurrent.Timer;
import io.asynccpu.launch.WorkerLauncher;
import io.asynccpu.launch.archive.Recording;
import io.asynccpu.protocol.Message;
import io.asynccpu.supervisor.KillReason;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerDeath;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the start-up cache: a worker beside the others, which becomes ready, does a sample task and is asked to end.
 * It comes when the pool has a worker and nothing to do, and it goes with the pool.
 */
final class CacheTraining implements WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(CacheTraining.class);

    private enum Stage {
        /** Nobody has asked. */
        NOT_YET,
        /** Waits for a quiet moment. */
        WAITING,
        /** A thread prepares it. */
        PREPARING,
        /** There is a worker, or its files. */
        RUNNING,
        /** Final. */
        OVER
    }

    /** Number of that worker; the pool's begin with 1. */
    private static final int WORKER_ID = 0;

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** A pool that is never quiet trains all the same, at the lowest priority. */
    private static final int MOST_LOOKS = 20;

    /** At a low priority, perhaps on a busy machine. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** Writing the archive is part of the end. */
    private static final Duration LONGEST_END = Duration.ofMinutes(2);

    private final PoolSettings settings;
    private final WorkerSettings worker;
    private final PoolSites sites;
    private final Timer timer;
    private final Books books;

    // Guarded by this, the stage is also read without.
    private volatile Stage stage = Stage.NOT_YET;
    private boolean isClosed;
    private int looks;
    private @Nullable Thread preparing;
    private @Nullable Worker running;

    // Set before the worker starts; then used by its thread only.
    private @Nullable Long bytes;
    private long heap;
    private @Nullable Recording recording;
    private boolean hasWorked;

    CacheTraining(PoolSettings settings, PoolSites sites, Timer timer, Books books) {
        this.sites = sites;
        this.settings = settings;
        this.worker = settings.worker().withTime(LONGEST_START, LONGEST_END);
        this.timer = timer;
        this.books = books;
    }

    /** A worker is ready that was started without the cache. */
    synchronized void begin() {
        if (stage == Stage.NOT_YET
                && !isClosed
                && worker.launch().startupCache().isOn()) {
            stage = Stage.WAITING;
            timer.after(PAUSE, this::look);
        }
    }

    private void look() {
        Thread thread = new Thread(this::prepare, "asynccpu-" + settings.name() + "-training");
        thread.setDaemon(true);
        boolean quiet = books.read(() ->
                books.queue().isEmpty() && books.workforce().all().stream().allMatch(PooledWorker::isReady));
        synchronized (this) {
            looks++;
            if (isClosed) {
                return;
            }
            if (!quiet && looks < MOST_LOOKS) {
                timer.after(PAUSE, this::look);
                return;
            }
            stage = Stage.PREPARING;
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
            PoolMemory memory = books.read(() -> books.workforce().memory());
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
            LOG.debug("The start-up cache of pool {} is not filled", settings.name(), e);
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
                running = new Worker(WORKER_ID, worker, true, heap, sites.startedBy(training.launcher()), timer, this);
                stage = Stage.RUNNING;
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
    void close() {
        Worker stopped;
        synchronized (this) {
            isClosed = true;
            stopped = running;
            if (preparing != null) {
                preparing.interrupt();
            }
            if (stage == Stage.WAITING) {
                stage = Stage.OVER;
            }
        }
        if (stopped != null) {
            stopped.kill(new KillReason("the pool ends", "nothing is wrong"));
        }
    }

    /** Whether nothing of it is there. */
    boolean isOver() {
        return stage != Stage.PREPARING && stage != Stage.RUNNING;
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
            stage = again && !isClosed && looks < MOST_LOOKS ? Stage.WAITING : Stage.OVER;
            if (stage == Stage.WAITING) {
                timer.after(PAUSE, this::look);
            }
        }
        // The pool may wait for that.
        books.proceed();
    }

    // --- the worker ---

    @Override
    public void ready(Worker ready) {
        ready.send(SampleTask.message(worker.codec(), worker.maxPayload()));
    }

    @Override
    public Ended ended(Worker trained, List<Message.TaskEnd> ends, Runnable entered) {
        hasWorked = trained.retire();
        trained.stop();
        // Nobody waits for the sample task.
        return new EndedTasks(List.of());
    }

    @Override
    public void received(Worker worker, Message message) {}

    @Override
    public void died(Worker dead, WorkerDeath death) {
        Recording ending = recording;
        if (ending == null) {
            return;
        }
        if (hasWorked && death.details().exitCode() == 0) {
            ending.finish();
        } else if (hasWorked ? death.details().signal() == null : death.brokeDown()) {
            ending.fail(death.reason());
        } else {
            // By the end of the pool, for being slow, or as the application's own start failed: the next one may be
            // luckier.
            ending.abandon();
        }
    }

    @Override
    public void gone(Worker dead) {
        release();
        end(false);
    }
}
