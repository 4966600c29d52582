package io.asynccpu.internal.child;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.channel.ParentConnection;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.StartedTasks;
import io.asynccpu.internal.protocol.WorkerExit;
import io.asynccpu.internal.state.ParentJvmState;
import io.asynccpu.spi.WorkerRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker on threads of its parent's JVM, at the other end of the same kind of channel: it does with a task what a child does. A
 * thread cannot be killed, so a killed worker is abandoned: its threads are interrupted and its channel is closed.
 *
 * <p><b>Actors.</b> The worker's main thread starts and serves; a thread of the pool may kill it at any time. <b>Shared state.</b> The
 * exit code, completed once, decides which end counts; channel and tasks are published for the thread that ends the worker.
 */
public final class InProcessWorker {

    private static final Logger LOG = LoggerFactory.getLogger(InProcessWorker.class);

    private final Bootstrap bootstrap;
    private final @Nullable Supplier<? extends WorkerRuntime> runtime;
    private final Thread main;
    private final HostJvm host;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile @Nullable FrameChannel channel;
    private volatile @Nullable TaskRunner runner;

    private InProcessWorker(
            String pool, Bootstrap bootstrap, ClassLoader loader, @Nullable Supplier<? extends WorkerRuntime> runtime) {
        this.bootstrap = bootstrap;
        this.runtime = runtime;
        int id = bootstrap.files().workerId();
        this.main = new Thread(null, this::live, "asynccpu-" + pool + "-in-process-" + id, 0, false);
        main.setContextClassLoader(loader);
        main.setDaemon(true);
        this.host = new InProcessJvm(LOG, main.getName(), this::broken);
    }

    /**
     * Starts the threads.
     *
     * @param loader the loader of the application's classes
     * @param runtime creates the runtime; null for one of the class that the parent's first message names, if any
     */
    public static Process start(
            String pool, Bootstrap bootstrap, ClassLoader loader, @Nullable Supplier<? extends WorkerRuntime> runtime) {
        InProcessWorker worker = new InProcessWorker(pool, bootstrap, loader, runtime);
        worker.main.start();
        return new ThreadBackedProcess(worker.exit, worker::end);
    }

    private void live() {
        int code = WorkerExit.CHANNEL_BROKE.code();
        try {
            code = work();
        } catch (InterruptedException | IOException e) {
            LOG.debug("Worker {} has lost its channel", main.getName(), e);
        } catch (RuntimeException | Error e) {
            LOG.error("Worker {} broke", main.getName(), e);
        } finally {
            end(code);
        }
    }

    /** Returns the exit code. */
    private int work() throws IOException, InterruptedException {
        try (FrameChannel open = ParentConnection.open(bootstrap)) {
            channel = open;
            // Guard against race with end(), which may have come before there was a channel to close.
            if (exit.isDone() || !(open.receive() instanceof Message.Configure configuration)) {
                return WorkerExit.PARENT_IS_GONE.code();
            }
            TaskEnvironment environment =
                    new ChildStartup(configuration, runtime, new ParentJvmState(), host, open).run();
            if (environment == null) {
                return WorkerExit.CANNOT_START.code();
            }
            try {
                return serve(configuration, environment, open);
            } finally {
                environment.close();
            }
        }
    }

    private int serve(Message.Configure configuration, TaskEnvironment environment, FrameChannel open)
            throws IOException, InterruptedException {
        StartedTasks started = StartedTasks.map(bootstrap.files().startedTasks());
        TaskRunner ready = new TaskRunner(configuration, environment, started, host, open);
        runner = ready;
        open.send(new Message.Ready(StandardCharsets.UTF_8.name()));
        if (ready.work() != MessageLoop.End.STOP) {
            return WorkerExit.PARENT_IS_GONE.code();
        }
        ready.join();
        return 0;
    }

    private void broken(Throwable e) {
        LOG.error("A task thread of worker {} broke", main.getName(), e);
        end(WorkerExit.TASK_THREAD_BROKE.code());
    }

    /** Only the first call has an effect. */
    private void end(int code) {
        if (!exit.complete(code)) {
            return;
        }
        FrameChannel open = channel;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.debug("The channel of {} was not closed", main.getName(), e);
        }
        TaskRunner working = runner;
        if (working != null) {
            working.abandon()
                    .forEach(task -> LOG.warn(
                            "{} is abandoned: in-process mode interrupts it once more, but cannot kill it if it goes on",
                            task));
        }
        main.interrupt();
    }
}
