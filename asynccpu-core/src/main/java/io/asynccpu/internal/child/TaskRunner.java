package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.StartedTasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads of a worker, from its first task to its end: the main thread and those that run tasks. */
final class TaskRunner {

    private final String pool;
    private final long maxPayload;
    private final TaskEnvironment environment;
    private final TaskInvoker invoker;
    private final MessageHandler handler;
    private final MessageLoop loop;
    private final ThreadTracker tracker;
    private final List<TaskThread> threads = new ArrayList<>();

    /** Called by the main thread. */
    TaskRunner(
            Message.Configure configuration,
            TaskEnvironment environment,
            StartedTasks startedTasks,
            HostJvm host,
            FrameChannel channel) {
        this.pool = configuration.pool();
        this.maxPayload = configuration.maxPayload();
        this.environment = environment;
        this.invoker = new TaskInvoker(environment, maxPayload);
        List<Thread> own = new ArrayList<>(List.of(Thread.currentThread()));
        this.handler = new MessageHandler(pool, environment, new DumpMaker(channel, host, own), host, channel);
        this.loop = new MessageLoop(channel, configuration.threads(), handler);
        this.tracker = new ThreadTracker(loop::running);
        OutcomeSender outcomes = new OutcomeSender(channel, loop, environment.codec(), host);
        for (int i = 0; i < configuration.threads(); i++) {
            threads.add(
                    new TaskThread(pool + "-task-" + (i + 1), i, loop, invoker, outcomes, startedTasks, tracker, host));
        }
        own.addAll(threads);
    }

    /**
     * Runs tasks until the parent asks for the end, or is gone.
     *
     * @throws IOException if the channel is broken
     */
    MessageLoop.End work() throws IOException {
        threads.forEach(Thread::start);
        return loop.attend();
    }

    /** Waits until the task threads have ended, as they do after {@link #work}. */
    void join() throws InterruptedException {
        for (TaskThread thread : threads) {
            thread.join();
        }
    }

    /** Interrupts the tasks that still run, and returns a description of each. The channel is closed, so their outcomes are lost. */
    List<String> abandon() {
        threads.forEach(Thread::interrupt);
        return loop.running().stream()
                .map(task -> "Task " + task.taskId() + " (" + task.call().name() + ") of pool " + pool)
                .toList();
    }

    boolean hasBegun() {
        return loop.hasBegun();
    }

    void rehearse() throws Throwable {
        TaskRehearsal.run(handler, invoker, environment.codec(), maxPayload);
    }

    /** From now on the origin of threads is known. */
    void trackThreads() {
        tracker.begin();
    }

    /** Returns the task that has started the thread; null if that is not known. */
    @Nullable
    ThreadOrigin originOf(Thread thread) {
        return tracker.originOf(thread);
    }
}
