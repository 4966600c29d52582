package io.asynccpu.worker;

import io.asynccpu.codec.FailureCodec;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.WorkerExit;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The threads of a worker that run tasks, and the tasks that they run. */
final class TaskRunner {

    private final String pool;
    private final long maxPayload;
    private final Workshop workshop;
    private final StartedTasks startedTasks;
    private final CountedOutput out;
    private final CountedOutput err;
    private final FrameChannel channel;
    private final LinkedBlockingQueue<Message.Run> received = new LinkedBlockingQueue<>();
    private final Map<Long, RunningTask> running = new ConcurrentHashMap<>();

    TaskRunner(
            Message.Configure configuration,
            Workshop workshop,
            StartedTasks startedTasks,
            CountedOutput out,
            CountedOutput err,
            FrameChannel channel) {
        this.pool = configuration.pool();
        this.maxPayload = configuration.maxPayload();
        this.workshop = workshop;
        this.startedTasks = startedTasks;
        this.out = out;
        this.err = err;
        this.channel = channel;
        for (int i = 0; i < configuration.threads(); i++) {
            int index = i;
            Thread thread = new Thread(() -> work(index), pool + "-task-" + (i + 1));
            thread.setDaemon(true);
            // A thread less would be a task without an answer; better a dead worker, which the parent answers for.
            thread.setUncaughtExceptionHandler((broken, failure) -> {
                failure.printStackTrace();
                Runtime.getRuntime().halt(WorkerExit.TASK_THREAD_BROKE.code());
            });
            thread.start();
        }
    }

    /** Called by the thread that hears the parent; returns at once. */
    void run(Message.Run run) {
        running.put(run.taskId(), new RunningTask(pool, run, channel));
        received.add(run);
    }

    /** Called by the thread that hears the parent; returns at once. */
    void cancel(Message.Cancel cancel) throws IOException {
        RunningTask task = running.get(cancel.taskId());
        // Guard against race with the task's end, whose message may be on its way: then there is nothing to cancel.
        if (task == null) {
            return;
        }
        if (cancel.wantStack()) {
            Throwable where = task.whereItStands();
            channel.send(new Message.Stack(cancel.taskId(), FailureCodec.encode(where, WorkerMain.FAILURE_LIMIT)));
        }
        task.cancel();
    }

    private void work(int thread) {
        while (true) {
            try {
                Message.Run run = received.take();
                RunningTask task = running.get(run.taskId());
                if (task != null) {
                    work(thread, run, task);
                }
            } catch (InterruptedException strayInterrupt) {
                // Somebody kept a reference to this thread; it runs no task now, so the interrupt is for nobody.
            }
        }
    }

    private void work(int thread, Message.Run run, RunningTask task) {
        Meter meter = Meter.start();
        byte[] result = null;
        Throwable failure = null;
        startedTasks.started(thread, new StartedTasks.Start(run.taskId(), out.bytes(), err.bytes()));
        task.begin();
        try {
            result = call(run);
        } catch (OutOfMemoryError e) {
            // Of direct buffers or threads: the JVM ends itself for its heap only. The next task would find none
            // either.
            endForWantOfMemory(e);
        } catch (Throwable e) {
            failure = e;
        } finally {
            task.end();
            running.remove(run.taskId());
        }
        answer(run, meter, result, failure);
    }

    private static void endForWantOfMemory(OutOfMemoryError e) {
        e.printStackTrace();
        // In the JVM's words, for the parent.
        System.err.println("Terminating due to " + e);
        Runtime.getRuntime().halt(WorkerExit.OUT_OF_MEMORY.code());
    }

    private byte[] call(Message.Run run) throws Throwable {
        ObjectCodec codec = workshop.codec();
        BoundCall call = workshop.find(run);
        Object[] arguments = codec.decodeArguments(run.name(), call.parameterTypes(), run.arguments());
        Object result = call.invoke(arguments);
        if (result instanceof CompletionStage<?> stage) {
            result = await(stage);
        }
        return codec.encodeResult(run.name(), call.resultType(), result, maxPayload);
    }

    private static @Nullable Object await(CompletionStage<?> stage) throws Throwable {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        } catch (InterruptedException e) {
            stage.toCompletableFuture().cancel(true);
            throw e;
        }
    }

    private void answer(Message.Run run, Meter meter, byte @Nullable [] result, @Nullable Throwable failure) {
        long cpuNanos = meter.cpuNanos();
        long bytes = meter.allocatedBytes();
        try {
            if (result != null) {
                channel.sendWhenRoom(new Message.Succeeded(run.taskId(), cpuNanos, bytes, result));
            } else {
                Throwable thrown = failure == null ? new IllegalStateException("No result and no failure") : failure;
                channel.sendWhenRoom(new Message.Failed(
                        run.taskId(), cpuNanos, bytes, FailureCodec.encode(thrown, WorkerMain.FAILURE_LIMIT)));
            }
        } catch (IOException parentIsGone) {
            System.err.println("asynccpu: nobody is left to hear the end of task " + run.taskId());
        }
    }
}
