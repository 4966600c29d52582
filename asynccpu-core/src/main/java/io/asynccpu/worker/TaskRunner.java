package io.asynccpu.worker;

import io.asynccpu.api.TaskFunction1;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.failure.FailureCodec;
import io.asynccpu.codec.function.FunctionCodec;
import io.asynccpu.context.RestoredContext;
import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.Payload;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.Wire;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.transport.Delivery;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The threads of a worker that run tasks. */
final class TaskRunner implements Intake.Orders {

    /** No task's number. It runs beside the first task, whose state of the JVM it must not undo. */
    private static final long REHEARSAL = 0;

    private final String pool;
    private final long maxPayload;
    private final Workshop workshop;
    private final StartedTasks startedTasks;
    private final Host host;
    private final FrameChannel channel;
    private final Intake intake;
    private final DumpMaker dumps;
    /** Null until this JVM has had time for it, and in the parent's JVM, whose exit is no task's affair. */
    private volatile @Nullable LeftThreads leftThreads;

    private final Thread main = Thread.currentThread();
    private final List<TaskThread> threads = new CopyOnWriteArrayList<>();

    /** Made by the main thread. */
    TaskRunner(
            Message.Configure configuration,
            Workshop workshop,
            StartedTasks startedTasks,
            Host host,
            FrameChannel channel) {
        this.pool = configuration.pool();
        this.maxPayload = configuration.maxPayload();
        this.workshop = workshop;
        this.startedTasks = startedTasks;
        this.host = host;
        this.channel = channel;
        this.intake = new Intake(channel, configuration.threads(), this);
        this.dumps = new DumpMaker(channel, host);
    }

    /**
     * Runs tasks until the parent wants no more, or is gone.
     *
     * @throws IOException if the channel is broken
     */
    Intake.End work(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            TaskThread thread = new TaskThread(pool + "-task-" + (i + 1), this, host, i);
            threads.add(thread);
            thread.start();
        }
        return intake.attend();
    }

    /** Waits until the threads have ended, as they do after {@link #work}. */
    void join() throws InterruptedException {
        for (TaskThread thread : threads) {
            thread.join();
        }
    }

    /** Interrupts whatever still runs here, and tells what that is. The channel is closed, so nobody hears of it. */
    List<String> abandon() {
        threads.forEach(Thread::interrupt);
        return intake.running().stream()
                .map(task -> "Task " + task.taskId() + " (" + workshop.nameOf(task.run()) + ") of pool " + pool)
                .toList();
    }

    @Override
    public RunningTask received(Message.Run run) {
        return new RunningTask(pool, run, channel, host, workshop);
    }

    @Override
    public void cancel(RunningTask task, boolean wantStack) throws IOException {
        if (wantStack) {
            Throwable where = task.whereItStands();
            channel.send(new Message.Stack(task.taskId(), FailureCodec.encode(where, Limits.FAILURE)));
        }
        task.cancel();
    }

    @Override
    public void obey(Message message) throws IOException {
        if (message instanceof Message.Learn learn) {
            workshop.learn(learn);
        } else if (message instanceof Message.Ping) {
            channel.send(new Message.Pong());
        } else if (message instanceof Message.Stay) {
            host.stay();
        } else if (message instanceof Message.Levels changed) {
            host.levels(changed.levels());
        } else if (message instanceof Message.StateChanged changed) {
            workshop.state().learn(changed.changes(), changed.gone());
        } else if (message instanceof Message.Dump order) {
            List<Thread> own = new ArrayList<>(threads);
            own.add(main);
            dumps.make(order, own);
        } else {
            throw new IOException(
                    "the parent sent an unexpected " + message.getClass().getSimpleName());
        }
    }

    /** What a thread does as long as the parent wants it. */
    void workAs(int thread) {
        if (!host.isParents()) {
            Origin.runsTasks();
        }
        Meter meter = new Meter();
        boolean wanted = true;
        while (wanted) {
            try {
                wanted = runNext(thread, meter);
                if (host.heapIsDue(meter.stopNanos())) {
                    // The answer is not to wait for the collector.
                    intake.flush();
                    host.collectHeap();
                }
            } catch (InterruptedException strayInterrupt) {
                // Somebody kept a reference to this thread; it runs no task now, so the interrupt is for nobody.
            }
        }
    }

    /** Keeps nothing of the task. False if the parent wants no more, or will not hear how the task ended. */
    private boolean runNext(int thread, Meter meter) throws InterruptedException {
        RunningTask task = intake.next(thread);
        return task != null && run(thread, task, meter);
    }

    boolean hasBegun() {
        return intake.hasBegun();
    }

    /** Calls a function of our own as if it were a task's, but tells nobody: so that the first task finds the way there. */
    void rehearse() throws Throwable {
        TaskFunction1<Integer, Integer> same = TaskRunner::same;
        String name = "rehearsal";
        Payload arguments = workshop.codec()
                .encodeArguments(name, FunctionCodec.describe(same).parameterTypes(), new Object[] {1}, maxPayload);
        Message.Call call = new Message.Call(name, FunctionCodec.encode(same), null);
        RunningTask task = received(new Message.Run(REHEARSAL, 1, 0, 0, call, Map.of(), arguments));
        Wire.encode(new Message.Succeeded(0, 0, 0, 0, call(task)));
    }

    private static int same(int number) {
        return number;
    }

    /** False if the parent will not hear how the task ended. */
    private boolean run(int thread, RunningTask task, Meter meter) {
        Message.Run run = task.run();
        Payload result = null;
        Throwable failure = null;
        startedTasks.started(thread, run.taskId(), host.outBytes(), host.errBytes());
        task.begin(meter.start());
        try {
            host.awaitLevels();
            workshop.state().take(task.jvmState());
            result = run.context().isEmpty() ? call(task) : callInItsContext(task);
        } catch (OutOfMemoryError e) {
            host.exhausted(e);
            failure = e;
        } catch (Throwable e) {
            failure = e;
        } finally {
            task.end();
            intake.ended(thread);
        }
        meter.stop();
        LeftThreads left = leftThreads;
        if (left != null && left.areNew()) {
            left.note(intake.running().isEmpty() ? Origin.of(task, false) : null);
        }
        // Guard against race with this JVM's exit, which closes the channel first: another start on this thread would
        // wipe out
        // the only trace of this one, and the parent would have it started again.
        return answer(run, meter, result, failure);
    }

    /** Which task had started the thread; null if nobody knows. */
    @Nullable
    Origin originOf(Thread thread) {
        LeftThreads left = leftThreads;
        if (left == null) {
            return null;
        }
        List<RunningTask> atWork = intake.running();
        left.note(atWork.size() == 1 ? Origin.of(atWork.get(0), false) : null);
        return left.originOf(thread);
    }

    /** From now on it is known which task had started a thread. */
    void watchThreads() {
        leftThreads = new LeftThreads();
    }

    private Payload callInItsContext(RunningTask task) throws Throwable {
        RestoredContext context = workshop.context().restore(task.run().context());
        Throwable failure = null;
        try {
            return call(task);
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            context.remove(failure);
        }
    }

    private Payload call(RunningTask task) throws Throwable {
        Message.Run run = task.run();
        ObjectCodec codec = workshop.codec();
        Workshop.KnownCall known = workshop.find(run);
        if (known.bind() && run.taskId() != REHEARSAL) {
            // A bean is made when it is needed: what it sets then has been set before, and since, in the parent.
            workshop.state().take(task.jvmState());
        }
        BoundCall call = known.bound();
        if (run.tellBound()) {
            known.prepare();
            task.bound();
        }
        Object[] arguments = codec.decodeArguments(known.name(), call.parameterTypes(), run.arguments());
        Object result = call.invoke(arguments);
        if (result instanceof CompletionStage<?> stage) {
            result = await(stage);
        }
        return codec.encodeResult(known.name(), call.resultType(), result, maxPayload);
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

    private boolean answer(Message.Run run, Meter meter, @Nullable Payload result, @Nullable Throwable failure) {
        try {
            if (result != null) {
                send(new Message.Succeeded(
                        run.taskId(), meter.wallNanos(), meter.cpuNanos(), meter.allocatedBytes(), result));
            } else {
                Throwable thrown = failure == null ? new IllegalStateException("No result and no failure") : failure;
                send(new Message.Failed(
                        run.taskId(),
                        meter.wallNanos(),
                        meter.cpuNanos(),
                        meter.allocatedBytes(),
                        FailureCodec.encode(thrown, workshop.codec(), Limits.FAILURE)));
            }
            return true;
        } catch (IOException parentIsGone) {
            host.say("task " + run.taskId() + " has ended, which the pool does not hear: the channel is closed");
            return false;
        }
    }

    /** When this returns the parent will have the message, even if the next task kills this process. */
    private void send(Message.TaskEnd end) throws IOException {
        if (intake.mayDelay()) {
            channel.send(end, Delivery.ASSURED_DEFERRED);
            // Guard against race with the main thread, which may have begun to listen just now.
            if (!intake.mayDelay()) {
                channel.flush();
            }
        } else if (intake.tasksWait()) {
            // This thread goes on to one of them, however long that takes, and the main thread writes.
            channel.send(end, Delivery.ASSURED_SOON);
        } else {
            channel.send(end, Delivery.ASSURED);
        }
    }
}
