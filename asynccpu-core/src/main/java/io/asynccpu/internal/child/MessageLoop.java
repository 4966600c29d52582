package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parent's messages and hands tasks to the threads that run them.
 *
 * <p><b>Actors.</b> A task thread without a task reads, and runs the task that it reads: nothing is handed from thread to thread while
 * tasks are short. While all task threads are busy for longer, the main thread reads in their place, since a cancel must be read, too.
 * It looks every {@link #LOOK_PAUSE} whether tasks still begin, and sleeps after {@link #LOOKS_BEFORE_SLEEP} looks without a new one.
 *
 * <p><b>Shared state.</b> {@link TaskHandoff} decides which thread reads. The reader writes how the loop ends. The main thread tells
 * task threads whether it sleeps, so that they wake it up only then.
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

    private final FrameChannel channel;
    private final MessageHandler handler;
    private final TaskHandoff handoff;
    private final Thread main = Thread.currentThread();

    // Written by the reader.
    private volatile @Nullable End end;
    private volatile @Nullable IOException broken;

    private volatile boolean mainSleeps;

    /** Called by the main thread. */
    MessageLoop(FrameChannel channel, int threads, MessageHandler handler) {
        this.channel = channel;
        this.handler = handler;
        this.handoff = new TaskHandoff(threads, this::flush);
    }

    // --- task threads ---

    /** Waits for a task to run on the thread with that number. Returns null after the end. */
    @Nullable
    RunningTask next(int thread) throws InterruptedException {
        while (true) {
            RunningTask task = handoff.takeTaskOrBecomeReader(thread);
            // If there is no task, only this thread can end the loop now.
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

    /** Returns null after the end. */
    private @Nullable RunningTask readTask(int thread) {
        RunningTask task = null;
        try {
            Message.Run run = read();
            task = run == null ? null : handler.received(run);
        } finally {
            handoff.stopReading(thread, task, end != null);
        }
        return task;
    }

    /** The thread's task has ended. */
    void ended(int thread) {
        handoff.ended(thread);
    }

    /** Whether a task's outcome may wait to be sent with the next one: only while the main thread is free to send it. */
    boolean mayDelay() {
        return !handoff.isReadByMainThread();
    }

    /** Whether a thread that ends its task finds another one here. */
    boolean areTasksWaiting() {
        return handoff.areTasksWaiting();
    }

    /** Sends delayed outcomes. */
    void flush() {
        try {
            channel.flush();
        } catch (IOException parentIsGone) {
            // The reader meets the same exception.
        }
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
            boolean isQuiet = handoff.begun() == seen;
            quietLooks = isQuiet ? quietLooks + 1 : 0;
            boolean isReader = isQuiet && handoff.becomeMainReader();
            seen = handoff.begun();
            // If the main thread is the reader now, task threads do not delay outcomes any more: this sends the last
            // ones.
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
        // Guard against race with next(), which reads mainSleeps after the handoff has counted its task.
        while (handoff.begun() == seen && end == null) {
            LockSupport.park(this);
        }
        mainSleeps = false;
    }

    /** Reads until a task thread is idle again, which then reads itself. */
    private void readForOthers() {
        try {
            boolean someAreIdle = false;
            Message.Run run;
            while (!someAreIdle && (run = read()) != null) {
                someAreIdle = handoff.add(handler.received(run));
            }
        } finally {
            handoff.stopReading(end != null);
        }
    }

    /** Whether any task has begun so far. */
    boolean hasBegun() {
        return handoff.begun() > 0;
    }

    List<RunningTask> running() {
        return handoff.running();
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
        RunningTask task = handoff.find(cancel.taskId());
        if (task != null) {
            handler.cancel(task, cancel.wantStack());
        } else {
            // Waiting; or already ended, with its outcome on the way, and then nothing is cancelled.
            giveBack(List.of(cancel.taskId()));
        }
    }

    private void giveBack(List<Long> taskIds) throws IOException {
        List<Long> returned = handoff.removeWaiting(taskIds);
        if (!returned.isEmpty()) {
            channel.send(new Message.Returned(returned));
        }
    }
}
