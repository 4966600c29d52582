package io.asynccpu.worker;

import io.asynccpu.api.TaskContext;
import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.state.ArrivedState;
import io.asynccpu.transport.Delivery;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task in the child: {@code RECEIVED → RUNNING → ENDED}, and at most once cancelled before it has ended. */
final class RunningTask extends TaskContext {

    private enum State {
        RECEIVED,
        RUNNING,
        ENDED
    }

    /** Progress that comes faster than this is of no use to anybody. */
    private static final long PROGRESS_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final String pool;
    private final Message.Run run;
    private final FrameChannel channel;
    private final Host host;
    private final Workshop workshop;
    /** Of those that have come, the one that came along with this task. */
    private final ArrivedState jvmState;

    // Guarded by this.
    private State state = State.RECEIVED;
    private boolean cancelled;
    private long startNanos;
    private @Nullable Thread thread;
    private final List<Runnable> cancelActions = new ArrayList<>(0);
    private Message.@Nullable Progressed unsentProgress;
    private long progressSentNanos;

    RunningTask(String pool, Message.Run run, FrameChannel channel, Host host, Workshop workshop) {
        this.pool = pool;
        this.run = run;
        this.channel = channel;
        this.host = host;
        this.workshop = workshop;
        this.jvmState = workshop.state().arrived();
    }

    /** Of what it calls, for people. */
    String name() {
        return workshop.nameOf(run);
    }

    ArrivedState jvmState() {
        return jvmState;
    }

    Message.Run run() {
        return run;
    }

    /** Called by the thread that runs the task. */
    synchronized void begin(long now) {
        state = State.RUNNING;
        startNanos = now;
        progressSentNanos = now - PROGRESS_PAUSE;
        thread = Thread.currentThread();
        attach();
        // Cancelled between its arrival and its start.
        if (cancelled) {
            thread.interrupt();
        }
    }

    /** What it calls is there: its time counts from now on, as it does in the parent. */
    void bound() throws IOException {
        synchronized (this) {
            startNanos = System.nanoTime();
        }
        channel.send(new Message.Bound(taskId()));
    }

    /** Called by the thread that ran the task. */
    void end() {
        detach();
        synchronized (this) {
            state = State.ENDED;
            thread = null;
            // Guard against race with cancel(): its interrupt comes before this or not at all, so it never hits the
            // next task.
            Thread.interrupted();
        }
        sendProgress(true);
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            if (state == State.ENDED || cancelled) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(cancelActions);
            if (thread != null) {
                thread.interrupt();
            }
        }
        // Users' code, so not on the thread that hears the parent.
        if (!actions.isEmpty()) {
            runActions(actions);
        }
    }

    private void runActions(List<Runnable> actions) {
        Thread runner = new Thread(
                () -> {
                    for (Runnable action : actions) {
                        try {
                            action.run();
                        } catch (RuntimeException | Error e) {
                            host.say("an onCancel action of task " + taskId() + " failed: " + e);
                        }
                    }
                },
                pool + "-cancel-" + taskId());
        runner.setDaemon(true);
        runner.start();
    }

    /** A throwable with the stack of the thread that runs the task. */
    synchronized Throwable whereItStands() {
        Throwable where = new Throwable(
                "where the task stood in worker " + ProcessHandle.current().pid());
        where.setStackTrace(thread == null ? new StackTraceElement[0] : thread.getStackTrace());
        return where;
    }

    @Override
    public long taskId() {
        return run.taskId();
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    public int attempt() {
        return run.attempt();
    }

    @Override
    public synchronized Duration remaining() {
        if (run.timeoutNanos() == 0) {
            return Duration.ofSeconds(Long.MAX_VALUE);
        }
        return Duration.ofNanos(Math.max(0, run.timeoutNanos() - (System.nanoTime() - startNanos)));
    }

    @Override
    public boolean isInProcess() {
        return host.isParents();
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(long done, long total, String message) {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            unsentProgress = new Message.Progressed(taskId(), done, total, Limits.cut(message, Limits.PROGRESS));
        }
        sendProgress(false);
    }

    private void sendProgress(boolean now) {
        Message.Progressed newest;
        synchronized (this) {
            newest = unsentProgress;
            if (newest == null) {
                return;
            }
            long time = System.nanoTime();
            if (!now && time - progressSentNanos < PROGRESS_PAUSE) {
                return;
            }
            unsentProgress = null;
            progressSentNanos = time;
        }
        try {
            channel.send(newest, Delivery.ASSURED);
        } catch (IOException parentIsGone) {
            host.say("the pool does not hear of the progress of task " + taskId() + ": the channel is closed");
        }
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                cancelActions.add(action);
                return;
            }
        }
        action.run();
    }
}
