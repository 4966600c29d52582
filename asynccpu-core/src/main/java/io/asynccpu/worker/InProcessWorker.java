package io.asynccpu.worker;

import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.WorkerExit;
import io.asynccpu.spi.WorkerRuntime;
import io.asynccpu.state.ParentJvmState;
import io.asynccpu.transport.FrameChannel;
import io.asynccpu.transport.ParentConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker on threads of its parent's JVM, at the other end of the same channel: what a child does with a task, without the
 * child. Its standard streams, signals and exit are the parent's and stay as they are. A thread cannot be killed, so it is
 * abandoned instead: interrupted, and nobody listens to it any more.
 */
public final class InProcessWorker implements Host {

    private static final Logger LOG = LoggerFactory.getLogger(InProcessWorker.class);

    private final Bootstrap bootstrap;
    private final @Nullable Supplier<? extends WorkerRuntime> runtime;
    private final Thread main;
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
    }

    /**
     * Starts the threads.
     *
     * @param loader of the application's classes
     * @param runtime makes what stands ready; null to do as the parent's first message says
     */
    public static Process start(
            String pool, Bootstrap bootstrap, ClassLoader loader, @Nullable Supplier<? extends WorkerRuntime> runtime) {
        InProcessWorker worker = new InProcessWorker(pool, bootstrap, loader, runtime);
        worker.main.start();
        return new StandInProcess(worker.exit, worker::end);
    }

    private void live() {
        int code = WorkerExit.CHANNEL_BROKE.code();
        try {
            code = work();
        } catch (InterruptedException | IOException e) {
            LOG.debug("Worker {} has lost its other end", main.getName(), e);
        } catch (RuntimeException | Error e) {
            LOG.error("Worker {} broke", main.getName(), e);
        } finally {
            end(code);
        }
    }

    /** Gives the exit code. */
    private int work() throws IOException, InterruptedException {
        try (FrameChannel open = ParentConnection.open(bootstrap)) {
            channel = open;
            // Guard against race with end(), which may have come when there was no channel yet.
            if (exit.isDone() || !(open.receive() instanceof Message.Configure configuration)) {
                return WorkerExit.PARENT_IS_GONE.code();
            }
            Workshop workshop = Workshop.openOrTell(configuration, runtime, new ParentJvmState(), this, open);
            if (workshop == null) {
                return WorkerExit.CANNOT_START.code();
            }
            try {
                return serve(configuration, workshop, open);
            } finally {
                workshop.close();
            }
        }
    }

    private int serve(Message.Configure configuration, Workshop workshop, FrameChannel open)
            throws IOException, InterruptedException {
        StartedTasks started = StartedTasks.map(bootstrap.files().startedTasks());
        TaskRunner ready = new TaskRunner(configuration, workshop, started, this, open);
        runner = ready;
        open.send(new Message.Ready(StandardCharsets.UTF_8.name()));
        if (ready.work(configuration.threads()) != Intake.End.STOP) {
            return WorkerExit.PARENT_IS_GONE.code();
        }
        ready.join();
        return 0;
    }

    /** The first one counts. */
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

    // --- what its threads need of this JVM ---

    @Override
    public boolean heapIsDue(long now) {
        return false;
    }

    @Override
    public void collectHeap() {
        throw new IllegalStateException("The parent's heap is its own");
    }

    @Override
    public boolean isParents() {
        return true;
    }

    @Override
    public long outBytes() {
        return 0;
    }

    @Override
    public long errBytes() {
        return 0;
    }

    @Override
    public void say(String words) {
        LOG.warn("Worker {}: {}", main.getName(), words);
    }

    @Override
    public void stay() {
        // The signal is for this JVM, which ends as it does without workers.
    }

    @Override
    public void levels(Map<String, String> levels) {
        // They are this JVM's.
    }

    @Override
    public void awaitLevels() {
        // There are no others than the parent's.
    }

    @Override
    public void exhausted(OutOfMemoryError e) {
        // It becomes the task's failure: it is the parent's own memory.
    }

    @Override
    public void broken(Throwable e) {
        LOG.error("A task thread of worker {} broke", main.getName(), e);
        end(WorkerExit.TASK_THREAD_BROKE.code());
    }
}
