package io.asynccpu.internal.parent;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.process.ProcessorTime;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.state.JvmState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child JVM, seen from the parent: an incarnation that is started once and dies once.
 *
 * <p>Actors: a thread of the worker's own goes through its whole life from top to bottom: start, handshake, one message after the other,
 * death. So one place knows that a worker is dead, and by then every message that the child had sent has been delivered. Other
 * threads only send, {@link #stop} and {@link #condemn}. Shared state is in the parts: {@link WorkerLifecycle} (state and process),
 * {@link WorkerChannel}, {@link WorkerStartup} (permit, files), {@link WorkerShutdown} (the ladder of signals), {@link MessageReader} (which
 * thread reads), {@link PendingDump} and {@link Backlog}.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** How long messages may stay unread until earlier outcomes have become objects. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final WorkerSpec spec;
    private final WorkerEvents events;
    private final AtomicBoolean begun = new AtomicBoolean();

    private final WorkerLifecycle lifecycle;
    private final WorkerChannel channel;
    private final PendingDump dump;
    private final Backlog backlog;
    private final Handshake handshake;
    private final WorkerStartup startup;
    private final WorkerShutdown shutdown;
    private final ReceiveFailures receiveFailures;
    private final LivenessMonitor liveness;
    private final MessageReader reader;
    private final GuestReader guests;
    private final WorkerCleanup cleanup;

    /**
     * @param id unique in the pool
     * @param training whether it fills the start-up cache, so that its log lines are dropped
     * @param heap most bytes, if the settings do not say it; else 0
     * @param events gives the receiver of this worker's events
     */
    public Worker(
            int id,
            WorkerSettings settings,
            boolean training,
            long heap,
            WorkerSites sites,
            Timer timer,
            Function<Worker, WorkerEvents> events) {
        this.spec = new WorkerSpec(id, settings, training, heap);
        this.events = events.apply(this);
        lifecycle = new WorkerLifecycle(spec);
        channel = new WorkerChannel(lifecycle);
        Instant createdAt = lifecycle.createdAt();
        ForwardedLog log = new ForwardedLog(
                settings.pool(), spec.threadName(), createdAt, this::pid, training, settings.applicationLoader());
        OutputTail output = new OutputTail(settings.pool(), spec.threadName());
        PostMortem postMortem = new PostMortem(settings, output, createdAt, heap);
        dump = new PendingDump(timer, this::toString);
        // Half of the grace period is left for the end of a cancelled task, which is queued behind it.
        backlog = new Backlog(Math.min(LONGEST_PAUSE.toNanos(), spec.graceNanos() / 2));
        shutdown = new WorkerShutdown(spec, lifecycle, channel, timer, output, postMortem);
        handshake = new Handshake(spec, channel, output, log, postMortem);
        startup = new WorkerStartup(spec, sites, timer, lifecycle, channel, shutdown, handshake, output, postMortem);
        receiveFailures = new ReceiveFailures(lifecycle, shutdown, postMortem);
        liveness = new LivenessMonitor(timer, settings.silenceTimeout());
        ReaderPermit permit = new ReaderPermit();
        reader = new MessageReader(this.events, log, liveness, dump, postMortem, receiveFailures, backlog, permit);
        guests = new GuestReader(reader, this.events, receiveFailures, backlog, permit);
        cleanup = new WorkerCleanup(
                lifecycle, channel, handshake, startup, shutdown, receiveFailures, dump, postMortem, this.events);
    }

    // --- its life, on its own thread ---

    /** Starts the worker's thread; returns at once. Does nothing the next time. */
    public void start() {
        if (begun.getAndSet(true)) {
            return;
        }
        try {
            startThread(this::live);
        } catch (OutOfMemoryError noThread) {
            // No other thread can report it, and the tasks that wait for this worker must hear of it.
            cleanup.carryOut(noThread);
        } catch (RuntimeException | Error e) {
            begun.set(false);
            throw e;
        }
    }

    private void startThread(Runnable work) {
        Thread thread = new Thread(work, spec.threadName());
        thread.setDaemon(true);
        thread.start();
    }

    private void live() {
        try {
            startup.becomeReady();
        } catch (IOException | RuntimeException | Error e) {
            cleanup.carryOut(e);
            return;
        }
        try {
            if (state() == WorkerState.READY) {
                beginWork();
            }
        } catch (RuntimeException | Error e) {
            // As without memory, or of an appender. The worker has started, so this is not a failed start.
            receiveFailures.handleSurely(e);
        }
        work();
    }

    private void beginWork() {
        ShutdownNotifier.add(channel);
        liveness.begin(new WatchedWorker(lifecycle, channel, shutdown, reader, dump, this::relieveReader));
        events.ready();
        startup.succeeded();
    }

    private void work() {
        FrameChannel connected = channel.connected();
        boolean over = true;
        try {
            over = connected == null || reader.serve(connected);
        } catch (RuntimeException | Error e) {
            receiveFailures.handleSurely(e);
        }
        if (over) {
            cleanup.carryOut(null);
        }
    }

    /** By the timer's thread: another thread goes on in place of the one that users' code holds up. */
    private void relieveReader() {
        ReaderState held = reader.state();
        startThread(() -> {
            if (reader.relieve(held)) {
                LOG.warn(
                        "A stage on a future of pool {} holds up a thread of worker {}; another one goes on",
                        spec.settings().pool(),
                        spec.id());
                work();
            }
        });
    }

    // --- for its pool ---

    /** Whether it was told to start. */
    public boolean hasBegun() {
        return begun.get();
    }

    public int id() {
        return spec.id();
    }

    /** -1 before there is a process. */
    public long pid() {
        return lifecycle.pid();
    }

    /** Whether its process was started from the start-up cache. */
    public boolean isFromArchive() {
        return startup.isFromArchive();
    }

    public Instant startedAt() {
        return lifecycle.createdAt();
    }

    public WorkerState state() {
        return lifecycle.state();
    }

    public WorkerChannel channel() {
        return channel;
    }

    /** Processor time of its process until now, or until the last call if the process is gone; zero where the system does not tell. */
    public Duration processorTime() {
        return lifecycle.processorTime();
    }

    /** The last answer of {@link #processorTime()}. */
    public Duration processorTimeSeen() {
        return lifecycle.processorTimeSeen();
    }

    /** Processor time of its process and the descendants until now; null if that cannot be told. */
    public @Nullable ProcessorTime processorTimeNow() {
        return lifecycle.processorTimeNow();
    }

    /** For outcomes of its tasks that are not objects yet. */
    public Backlog backlog() {
        return backlog;
    }

    /** This JVM's state that the worker had taken over when it became ready. */
    public JvmState firstState() {
        return handshake.firstState();
    }

    /**
     * Reads the worker's messages until a task has ended, but not for long, and only if no other thread reads: a thread that waits for
     * a task here so need not be woken.
     *
     * @param isHere whether the task is still here
     */
    public void listen(BooleanSupplier isHere) {
        FrameChannel connected = channel.connected();
        if (connected != null) {
            guests.listen(connected, isHere);
        }
    }

    /**
     * Takes no more tasks from now on; {@link #stop} follows.
     *
     * @return false if it is ending already
     */
    public boolean retire() {
        return lifecycle.retire();
    }

    /** Lets a retired worker end in an orderly way, by harder means if it does not within the grace period. */
    public void stop() {
        startup.releasePermit();
        shutdown.stop();
    }

    /**
     * Kills the worker: SIGTERM, after the grace period SIGKILL, with all its descendants. Does nothing if it is dead or condemned
     * already.
     */
    public void condemn(KillReason reason) {
        startup.releasePermit();
        shutdown.condemn(reason);
    }

    /** Like {@link #condemn}, but by SIGKILL at once, for a worker that would not heed SIGTERM. */
    public void kill(KillReason reason) {
        startup.releasePermit();
        shutdown.kill(reason);
    }

    /**
     * Asks for a dump; at most one is made at a time.
     *
     * @param heapFile file for the heap, which does not exist; null for a dump of its threads
     * @return the text, empty for a heap; fails within a bound with a {@link DumpFailedException} if it is refused or does not come
     */
    public CompletableFuture<String> dump(@Nullable Path heapFile) {
        // Guard against race with its end: a request after this look is refused, since the end closes the pending dump.
        if (state() != WorkerState.READY) {
            return CompletableFuture.failedFuture(
                    new DumpFailedException(this + " gives no dump: it is " + state() + " and not READY", false, null));
        }
        return dump.ask(new Message.Dump(heapFile == null ? null : heapFile.toString()), channel::send);
    }

    /**
     * How long it could have heard and answered: 0 while all its threads stand still for a heap dump, {@link Long#MAX_VALUE} if it has
     * never made one.
     */
    public long nanosSinceHeapDump() {
        return dump.nanosSinceHeap();
    }

    @Override
    public String toString() {
        return lifecycle.toString();
    }
}
