package io.asynccpu.worker;

import io.asynccpu.protocol.Message;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How tasks come in, and who listens for them. A thread that has no task listens to the parent itself and runs the task that
 * it hears of: nothing is handed from thread to thread while tasks are short. When all threads are busy for longer, the main
 * thread listens in their place, since a cancel must be heard, too.
 *
 * <p>Whoever listens holds the turn; only one thread does.
 */
final class Intake {

    /** How often the main thread looks whether anybody listens, while tasks come. */
    private static final long LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    /** After so many looks at which no new task had come, it sleeps. */
    private static final int LOOKS_BEFORE_SLEEP = 50;

    /** How the conversation with the parent ended. */
    enum End {
        /** The parent asked for an orderly end. */
        STOP,
        /** The parent has closed the channel. */
        GONE
    }

    private final FrameChannel channel;
    private final Orders orders;
    private final Thread main = Thread.currentThread();

    // Guarded by this.
    private final Map<Long, RunningTask> waiting = new LinkedHashMap<>();
    private final @Nullable RunningTask[] running;
    private int idleThreads;
    private boolean turnTaken;

    private volatile long begun;
    private volatile boolean mainSleeps;
    private volatile boolean mainListens;
    private volatile @Nullable End end;
    private volatile @Nullable IOException broken;

    /** What a listener does with everything but the start of a task; returns soon. */
    interface Orders {

        RunningTask received(Message.Run run);

        void cancel(RunningTask task, boolean wantStack) throws IOException;

        void obey(Message message) throws IOException;
    }

    /** To be made by the main thread. */
    Intake(FrameChannel channel, int threads, Orders orders) {
        this.channel = channel;
        this.orders = orders;
        this.running = new @Nullable RunningTask[threads];
    }

    // --- the threads that run tasks ---

    /**
     * Waits for a task to run; null at the end.
     *
     * @param thread its number
     */
    @Nullable
    RunningTask next(int thread) throws InterruptedException {
        while (true) {
            RunningTask task = takeOrTurn(thread);
            if (task == null && end == null) {
                task = listenForTask(thread);
            }
            if (task != null) {
                if (mainSleeps) {
                    LockSupport.unpark(main);
                }
                return task;
            } else if (end != null) {
                return null;
            }
        }
    }

    /** A task that waits here; or null, and then the calling thread has the turn, or all has ended. */
    private synchronized @Nullable RunningTask takeOrTurn(int thread) throws InterruptedException {
        if (waiting.isEmpty() && turnTaken && end == null) {
            flush();
            idleThreads++;
            try {
                while (waiting.isEmpty() && turnTaken && end == null) {
                    wait();
                }
            } finally {
                idleThreads--;
            }
        }
        if (waiting.isEmpty()) {
            // Only who has the turn says that it is the end, so this thread has it if that is not said yet.
            turnTaken = end == null;
            return null;
        }
        var first = waiting.values().iterator();
        RunningTask task = first.next();
        first.remove();
        begin(thread, task);
        return task;
    }

    /** Null if the conversation has ended. */
    private @Nullable RunningTask listenForTask(int thread) {
        RunningTask task = null;
        try {
            Message.Run run = listen();
            task = run == null ? null : orders.received(run);
        } finally {
            synchronized (this) {
                // Before another thread listens, so that a cancel finds the task.
                if (task != null) {
                    begin(thread, task);
                }
                leaveTurn();
            }
        }
        return task;
    }

    /** Caller holds this. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written under the lock, read without.
    private void begin(int thread, RunningTask task) {
        running[thread] = task;
        begun++;
    }

    /** Caller holds this. */
    private void leaveTurn() {
        turnTaken = false;
        if (idleThreads > 0) {
            notifyAll();
        }
    }

    /** The task that the thread ran is over. */
    synchronized void ended(int thread) {
        running[thread] = null;
    }

    /**
     * Whether the end of a task may wait for a moment to leave together with the next one's: if it is sure that somebody
     * looks after it.
     */
    boolean mayDelay() {
        return !mainListens;
    }

    /** Whether a thread that ends its task finds another one here. */
    synchronized boolean tasksWait() {
        return !waiting.isEmpty();
    }

    /** Whether any task has come so far. */
    boolean hasBegun() {
        return begun > 0;
    }

    // --- the main thread ---

    /**
     * Listens while nobody else does, until the end.
     *
     * @throws IOException if the channel is broken
     */
    End attend() throws IOException {
        long seen = -1;
        int quietLooks = 0;
        while (end == null) {
            if (quietLooks >= LOOKS_BEFORE_SLEEP) {
                sleep(seen);
                quietLooks = 0;
            } else {
                LockSupport.parkNanos(LOOK_PAUSE);
            }
            quietLooks = begun == seen ? quietLooks + 1 : 0;
            boolean nobodyListens = begun == seen && takeTurn();
            seen = begun;
            flush();
            if (nobodyListens) {
                listenForOthers();
                quietLooks = 0;
            }
        }
        if (broken != null) {
            throw broken;
        }
        return end == End.STOP ? End.STOP : End.GONE;
    }

    private void sleep(long seen) {
        mainSleeps = true;
        // Guard against race with next(), which looks at mainSleeps after it has counted its task.
        while (begun == seen && end == null) {
            LockSupport.park(this);
        }
        mainSleeps = false;
    }

    private synchronized boolean takeTurn() {
        if (turnTaken || end != null) {
            return false;
        }
        turnTaken = true;
        return true;
    }

    /** Until a thread is idle again, which then listens itself. */
    private void listenForOthers() {
        mainListens = true;
        try {
            flush();
            boolean someAreIdle = false;
            Message.Run run;
            while (!someAreIdle && (run = listen()) != null) {
                RunningTask task = orders.received(run);
                synchronized (this) {
                    waiting.put(run.taskId(), task);
                    someAreIdle = idleThreads > 0;
                }
            }
        } finally {
            mainListens = false;
            synchronized (this) {
                leaveTurn();
            }
        }
    }

    // --- who has the turn ---

    /** Null at the end. */
    private Message.@Nullable Run listen() {
        try {
            Message message;
            while ((message = channel.receive()) != null) {
                if (message instanceof Message.Run run) {
                    return run;
                } else if (message instanceof Message.Recall recall) {
                    giveBack(recall.taskIds());
                } else if (message instanceof Message.Cancel cancel) {
                    cancel(cancel);
                } else if (message instanceof Message.Stop) {
                    end(End.STOP);
                    return null;
                } else {
                    orders.obey(message);
                }
            }
        } catch (IOException e) {
            broken = e;
        }
        end(End.GONE);
        return null;
    }

    private void end(End how) {
        end = how;
        LockSupport.unpark(main);
    }

    private void cancel(Message.Cancel cancel) throws IOException {
        RunningTask task = find(cancel.taskId());
        if (task != null) {
            orders.cancel(task, cancel.wantStack());
        } else {
            // It may have ended already, with its answer on the way: then there is nothing to cancel.
            giveBack(List.of(cancel.taskId()));
        }
    }

    /** What the threads run. */
    synchronized List<RunningTask> running() {
        return Arrays.stream(running).filter(Objects::nonNull).toList();
    }

    private synchronized @Nullable RunningTask find(long taskId) {
        for (RunningTask task : running) {
            if (task != null && task.taskId() == taskId) {
                return task;
            }
        }
        return null;
    }

    private void giveBack(List<Long> taskIds) throws IOException {
        List<Long> returned = new ArrayList<>();
        synchronized (this) {
            for (Long taskId : taskIds) {
                if (waiting.remove(taskId) != null) {
                    returned.add(taskId);
                }
            }
        }
        if (!returned.isEmpty()) {
            channel.send(new Message.Returned(returned));
        }
    }

    /** Writes what was left for later. */
    void flush() {
        try {
            channel.flush();
        } catch (IOException parentIsGone) {
            // Whoever listens hears of it, too.
        }
    }
}
