package io.asynccpu.worker;

import io.asynccpu.protocol.Message;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parent's messages and hands tasks to the threads that run them.
 *
 * <p><b>Actors.</b> One thread at a time is the {@link Reader}. A task thread without a task becomes the reader and runs the task that
 * it reads, so nothing is handed from thread to thread while tasks are short. While all task threads are busy for longer, the main
 * thread reads in their place, since a cancel must be read, too. It looks every {@link #LOOK_PAUSE} whether tasks still start, and
 * sleeps after {@link #LOOKS_BEFORE_SLEEP} looks without a new one.
 *
 * <p><b>Shared state.</b> The tasks, the reader and the number of idle threads are guarded by this object's monitor. What is volatile
 * is also read without it: on the way of each task nothing waits for the monitor that need not.
 */
final class MessageLoop {

    private static final long LOOK_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int LOOKS_BEFORE_SLEEP = 50;

    /** How the loop ended. */
    enum End {
        /** The parent asked for an orderly end. */
        STOP,
        /** The parent has closed the channel. */
        GONE
    }

    /** The thread that reads: {@code NONE ⇄ TASK_THREAD}, {@code NONE ⇄ MAIN_THREAD}, and from both of them {@code CLOSED}. */
    enum Reader {
        NONE,
        TASK_THREAD,
        MAIN_THREAD,
        /** The loop has ended. */
        CLOSED;

        boolean mayBecome(Reader next) {
            return switch (this) {
                case NONE -> next == TASK_THREAD || next == MAIN_THREAD;
                case TASK_THREAD, MAIN_THREAD -> next == NONE || next == CLOSED;
                case CLOSED -> false;
            };
        }
    }

    /** Handles messages on the reading thread, and returns soon. */
    interface Handler {

        RunningTask received(Message.Run run);

        void cancel(RunningTask task, boolean wantStack) throws IOException;

        /** Handles a message that does not concern a single task. */
        void handle(Message message) throws IOException;
    }

    private final FrameChannel channel;
    private final Handler handler;
    private final Thread main = Thread.currentThread();

    // Guarded by this.
    private final TaskTable tasks;
    private int idleThreads;

    // Written under the monitor, read without.
    private volatile Reader reader = Reader.NONE;
    private volatile long begun;

    // Written by the reader.
    private volatile @Nullable End end;
    private volatile @Nullable IOException broken;

    private volatile boolean mainSleeps;

    /** Called by the main thread. */
    MessageLoop(FrameChannel channel, int threads, Handler handler) {
        this.channel = channel;
        this.tasks = new TaskTable(threads);
        this.handler = handler;
    }

    /** Caller holds the monitor. The only place that changes the reader. */
    private void readerBecomes(Reader next) {
        if (!reader.mayBecome(next)) {
            throw new IllegalStateException("The reader is " + reader + " and cannot become " + next);
        }
        reader = next;
    }

    /** Caller holds the monitor. */
    private boolean isRead() {
        return reader == Reader.TASK_THREAD || reader == Reader.MAIN_THREAD;
    }

    // --- task threads ---

    /** Waits for a task to run on the thread with that number. Returns null after the end. */
    @Nullable
    RunningTask next(int thread) throws InterruptedException {
        while (true) {
            RunningTask task = takeTaskOrBecomeReader(thread);
            if (task == null && end == null) {
                task = readTask(thread);
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

    /** Returns null if the calling thread has become the reader, or the loop has ended. */
    private synchronized @Nullable RunningTask takeTaskOrBecomeReader(int thread) throws InterruptedException {
        if (!tasks.areWaiting() && isRead() && end == null) {
            flush();
            idleThreads++;
            try {
                while (!tasks.areWaiting() && isRead() && end == null) {
                    wait();
                }
            } finally {
                idleThreads--;
            }
        }
        if (tasks.areWaiting()) {
            return begin(thread, tasks.takeFirst());
        }
        // Only the reader ends the loop, so the loop does not end before this thread has seen that it is the reader.
        if (end == null) {
            readerBecomes(Reader.TASK_THREAD);
        }
        return null;
    }

    /** Returns null after the end. */
    private @Nullable RunningTask readTask(int thread) {
        RunningTask task = null;
        try {
            Message.Run run = read();
            task = run == null ? null : handler.received(run);
        } finally {
            synchronized (this) {
                // Before another thread reads, so that a cancel finds the task.
                if (task != null) {
                    begin(thread, task);
                }
                stopReading();
            }
        }
        return task;
    }

    /** Caller holds the monitor. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Written under the monitor only.
    private RunningTask begin(int thread, RunningTask task) {
        tasks.begin(thread, task);
        begun++;
        return task;
    }

    /** Caller holds the monitor. */
    private void stopReading() {
        readerBecomes(end == null ? Reader.NONE : Reader.CLOSED);
        if (idleThreads > 0) {
            notifyAll();
        }
    }

    /** The thread's task has ended. */
    synchronized void ended(int thread) {
        tasks.end(thread);
    }

    /** Whether a task's outcome may wait to be sent with the next one: only while the main thread is free to send it. */
    boolean mayDelay() {
        return reader != Reader.MAIN_THREAD;
    }

    /** Whether a thread that ends its task finds another one here. */
    synchronized boolean areTasksWaiting() {
        return tasks.areWaiting();
    }

    /** Whether any task has begun so far. */
    boolean hasBegun() {
        return begun > 0;
    }

    // --- the main thread ---

    /**
     * Reads while no other thread does, until the end.
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
            boolean isReader = begun == seen && becomeReader();
            seen = begun;
            // Once the main thread is the reader, task threads do not delay outcomes any more: this sends the last ones.
            flush();
            if (isReader) {
                readForOthers();
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
        // Guard against race with next(), which reads mainSleeps after it has counted its task.
        while (begun == seen && end == null) {
            LockSupport.park(this);
        }
        mainSleeps = false;
    }

    private synchronized boolean becomeReader() {
        if (reader != Reader.NONE || end != null) {
            return false;
        }
        readerBecomes(Reader.MAIN_THREAD);
        return true;
    }

    /** Reads until a task thread is idle again, which then reads itself. */
    private void readForOthers() {
        try {
            boolean someAreIdle = false;
            Message.Run run;
            while (!someAreIdle && (run = read()) != null) {
                RunningTask task = handler.received(run);
                synchronized (this) {
                    tasks.add(task);
                    someAreIdle = idleThreads > 0;
                }
            }
        } finally {
            synchronized (this) {
                stopReading();
            }
        }
    }

    // --- the reader ---

    /** Handles messages until there is a task. Returns null after the end. */
    private Message.@Nullable Run read() {
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
                    handler.handle(message);
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
        RunningTask task;
        synchronized (this) {
            task = tasks.find(cancel.taskId());
        }
        if (task != null) {
            handler.cancel(task, cancel.wantStack());
        } else {
            // Waiting; or already ended, with its outcome on the way, and then nothing is cancelled.
            giveBack(List.of(cancel.taskId()));
        }
    }

    private void giveBack(List<Long> taskIds) throws IOException {
        List<Long> returned;
        synchronized (this) {
            returned = tasks.removeWaiting(taskIds);
        }
        if (!returned.isEmpty()) {
            channel.send(new Message.Returned(returned));
        }
    }

    // --- any thread ---

    synchronized List<RunningTask> running() {
        return tasks.running();
    }

    /** Sends delayed outcomes. */
    void flush() {
        try {
            channel.flush();
        } catch (IOException parentIsGone) {
            // The reader meets the same exception.
        }
    }
}
