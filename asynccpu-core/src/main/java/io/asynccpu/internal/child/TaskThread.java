package io.asynccpu.internal.child;

import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.StartedTasks;

/** A thread that runs tasks, one after the other, as long as the parent sends any. */
final class TaskThread extends Thread {

    private final int number;
    private final MessageLoop loop;
    private final TaskInvoker invoker;
    private final OutcomeSender outcomes;
    private final StartedTasks startedTasks;
    private final ThreadTracker tracker;
    private final HostJvm host;

    /** Inherits nothing from the calling thread except its class loader: in the parent's JVM, that thread may have run anything. */
    TaskThread(
            String name,
            int number,
            MessageLoop loop,
            TaskInvoker invoker,
            OutcomeSender outcomes,
            StartedTasks startedTasks,
            ThreadTracker tracker,
            HostJvm host) {
        super(null, null, name, 0, false);
        this.number = number;
        this.loop = loop;
        this.invoker = invoker;
        this.outcomes = outcomes;
        this.startedTasks = startedTasks;
        this.tracker = tracker;
        this.host = host;
        setContextClassLoader(Thread.currentThread().getContextClassLoader());
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            runTasks();
        } catch (Throwable broken) {
            host.broken(broken);
        }
    }

    private void runTasks() {
        if (!host.isParentJvm()) {
            ThreadOrigin.runsTasks();
        }
        ThreadUsageMeter usage = new ThreadUsageMeter();
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = runNext(usage);
                if (host.isHeapTrimDue(usage.stopNanos())) {
                    // The outcome must not wait for the collector.
                    loop.flush();
                    host.trimHeap();
                }
            } catch (InterruptedException strayInterrupt) {
                // Other code has kept a reference to this thread. It runs no task now, so the interrupt is meant for
                // none.
            }
        }
    }

    /** Keeps no reference to the task. Returns false if the loop has ended, or the parent will not receive the outcome. */
    private boolean runNext(ThreadUsageMeter usage) throws InterruptedException {
        RunningTask task = loop.next(number);
        return task != null && run(task, usage);
    }

    private boolean run(RunningTask task, ThreadUsageMeter usage) {
        Message.Run run = task.run();
        Payload result = null;
        Throwable failure = null;
        startedTasks.started(number, run.taskId(), host.outBytes(), host.errBytes());
        task.begin(usage.start());
        try {
            host.awaitLevels();
            result = invoker.invoke(task);
        } catch (OutOfMemoryError e) {
            host.exhausted(e);
            failure = e;
        } catch (Throwable e) {
            failure = e;
        } finally {
            task.end();
            loop.ended(number);
        }
        usage.stop();
        tracker.taskEnded(task);
        // Guard against race with this JVM's exit, which closes the channel first: another start on this thread would
        // overwrite the only trace of this one, and the parent would have the task started again.
        return outcomes.send(run, usage, result, failure);
    }
}
