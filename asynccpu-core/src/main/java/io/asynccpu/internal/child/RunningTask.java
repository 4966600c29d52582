package io.asynccpu.internal.child;

import io.asynccpu.api.TaskContext;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.state.ReceivedState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task in a worker, and its {@link TaskContext}.
 *
 * <p><b>Actors.</b> The task's thread begins and ends it; the reading thread may cancel it at any time, at most once with effect; any
 * thread of the task may ask whether it is cancelled. <b>Shared state.</b> All of it is guarded by this object's monitor, so an interrupt comes
 * before the end or not at all, and never hits the next task on the thread. Users' code runs and messages are sent without the monitor.
 */
final class RunningTask extends TaskContext {

    /** {@code RECEIVED → RUNNING → ENDED}. */
    enum State {
        RECEIVED,
        RUNNING,
        ENDED;

        boolean mayBecome(State next) {
            return switch (this) {
                case RECEIVED -> next == RUNNING;
                case RUNNING -> next == ENDED;
                case ENDED -> false;
            };
        }
    }

    private final String pool;
    private final Message.Run run;
    private final RegisteredCall call;
    private final ReceivedState jvmState;
    private final FrameChannel channel;
    private final HostJvm host;

    // Guarded by this.
    private State state = State.RECEIVED;
    private boolean cancelled;
    private long startNanos;
    private @Nullable Thread thread;
    private final List<Runnable> cancelActions = new ArrayList<>(0);
    private @Nullable ProgressReports progress;

    /**
     * @param jvmState the parent's JVM-wide state at the submission of the task
     */
    RunningTask(
            String pool,
            Message.Run run,
            RegisteredCall call,
            ReceivedState jvmState,
            FrameChannel channel,
            HostJvm host) {
        this.pool = pool;
        this.run = run;
        this.call = call;
        this.jvmState = jvmState;
        this.channel = channel;
        this.host = host;
    }

    /** Caller holds the monitor. The only place that changes the state. */
    private void become(State next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("Task " + taskId() + " is " + state + " and cannot become " + next);
        }
        state = next;
    }

    RegisteredCall call() {
        return call;
    }

    ReceivedState jvmState() {
        return jvmState;
    }

    Message.Run run() {
        return run;
    }

    /** Called by the task's thread. */
    synchronized void begin(long now) {
        become(State.RUNNING);
        startNanos = now;
        thread = Thread.currentThread();
        attach();
        // Cancelled between its arrival and its start.
        if (cancelled) {
            thread.interrupt();
        }
    }

    /** The call is bound. The task's time counts from now on, as in the parent. */
    void bound() throws IOException {
        synchronized (this) {
            startNanos = System.nanoTime();
        }
        channel.send(new Message.Bound(taskId()));
    }

    /** Called by the task's thread. */
    void end() {
        detach();
        ProgressReports reports;
        synchronized (this) {
            become(State.ENDED);
            thread = null;
            // Guard against race with cancel(): its interrupt has come before this, or does not come.
            Thread.interrupted();
            reports = progress;
        }
        if (reports != null) {
            reports.close();
        }
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
        if (!actions.isEmpty()) {
            runOnOwnThread(actions);
        }
    }

    /** The reading thread must not run users' code. */
    private void runOnOwnThread(List<Runnable> actions) {
        Thread runner = new Thread(
                () -> {
                    for (Runnable action : actions) {
                        try {
                            action.run();
                        } catch (RuntimeException | Error e) {
                            host.log("an onCancel action of task " + taskId() + " failed: " + e);
                        }
                    }
                },
                pool + "-cancel-" + taskId());
        runner.setDaemon(true);
        runner.start();
    }

    /** Returns a throwable with the present stack of the task's thread. */
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
        return host.isParentJvm();
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(long done, long total, String message) {
        ProgressReports reports;
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            if (progress == null) {
                progress = new ProgressReports(taskId(), channel, host);
            }
            reports = progress;
        }
        reports.report(done, total, message);
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
