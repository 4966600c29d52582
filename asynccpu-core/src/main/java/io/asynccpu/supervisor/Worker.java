package io.asynccpu.supervisor;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.codec.RawCodec;
import io.asynccpu.codec.concurrent.OwnThread;
import io.asynccpu.codec.failure.FailureCodec;
import io.asynccpu.codec.failure.MalformedFailureException;
import io.asynccpu.codec.failure.ToldFailure;
import io.asynccpu.concurrent.RetryingSteps;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.launch.WorkerLauncher;
import io.asynccpu.logging.LevelFeed;
import io.asynccpu.process.Descendants;
import io.asynccpu.process.PidOne;
import io.asynccpu.process.ProcessTable;
import io.asynccpu.process.ProcessTree;
import io.asynccpu.process.ProcessorTime;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.WorkerPages;
import io.asynccpu.spi.StartPlan;
import io.asynccpu.state.JvmState;
import io.asynccpu.state.StateWatch;
import io.asynccpu.transport.FrameChannel;
import io.asynccpu.transport.WorkerSocket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child JVM, seen from the parent: an incarnation that is started once and dies once.
 *
 * <p>A thread of its own lives the worker's whole life from top to bottom: start, handshake, one message after the other,
 * death. So there is one place that knows a worker is dead, and by then every message that the child had sent has been
 * delivered. Other threads only send, {@link #stop} and {@link #condemn}.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** From the end of its connection to the end of a process that is ending anyway. */
    private static final long DEATH_THROES_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final int MOST_BLOWS = 100;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long what the worker says may stay unread until its earlier outcomes have become objects. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** For what a child gives as the reason that it does not start; after that it is only told. */
    private static final Duration TIME_TO_REBUILD = Duration.ofSeconds(2);

    /** For this JVM's state, as far as the application's code has a say in it; after that what was seen before has to do. */
    private static final Duration TIME_TO_LOOK = Duration.ofSeconds(2);

    private final int id;
    private final WorkerSettings settings;
    private final long heap;
    private final WorkerSites sites;
    private final Timer timer;
    private final WorkerEvents events;
    private final OutputTail output;
    private final ForwardedLog log;
    private final PostMortem obituary;
    private final boolean training;
    private final boolean queuesUp;
    private final Instant startedAt = Instant.now();

    // Guarded by this; the state is also read without.
    private volatile WorkerState state = WorkerState.STARTING;
    private boolean hasNothingToEnd;
    private @Nullable KillReason condemnation;
    private @Nullable ProcessTree tree;

    private final LevelFeed.Follower levelChanges = new LevelChanges();
    private volatile StartGate.@Nullable Place place;
    private final LivenessMonitor lookout;
    private final PendingDump dumps;
    private final Backlog backlog;
    private final MessageReader reception;
    private volatile @Nullable WorkerSite site;
    private volatile @Nullable WorkerPages pages;
    private volatile @Nullable FrameChannel channel;
    // Closed after the process's end; while this JVM lives nothing else may close it.
    private @Nullable Closeable leash;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile long pid = -1;
    private volatile boolean fromArchive;
    private volatile boolean misunderstood;
    private final RetryingSteps burial = new RetryingSteps(new Burial());
    /** Set by the thread that buries it. */
    private @Nullable Throwable startFailure;

    /** Used by the worker's own thread. */
    private Map<String, String> told = Map.of();

    private @Nullable String step;

    private volatile @Nullable ExitNotice lastWords;
    private volatile JvmState firstState = JvmState.NONE;
    private volatile Duration processorTimeSeen = Duration.ZERO;

    /**
     * @param id unique in the pool
     * @param training whether it fills the start-up cache, and nobody is to hear of it
     * @param heap most bytes, if the settings do not say it; else 0
     */
    public Worker(
            int id,
            WorkerSettings settings,
            boolean training,
            long heap,
            WorkerSites sites,
            Timer timer,
            WorkerEvents events) {
        this.id = id;
        this.settings = settings;
        this.sites = sites;
        this.timer = timer;
        this.events = events;
        this.heap = heap;
        this.training = training;
        this.log = new ForwardedLog(
                settings.pool(), threadName(), startedAt, this::pid, training, settings.applicationLoader());
        this.output = new OutputTail(settings.pool(), threadName(), this::starts);
        this.obituary = new PostMortem(settings, output, startedAt, heap);
        // Threads of this JVM start at once, and at the lowest priority nobody is in the way.
        this.queuesUp = settings.launch().inProcess() == null && !training;
        this.lookout = new LivenessMonitor(new Care(), timer, settings.silenceTimeout());
        this.dumps = new PendingDump(timer, this::toString);
        // Half of the grace period is left for the end of a cancelled task, which stands in line behind it.
        this.backlog = new Backlog(Math.min(LONGEST_PAUSE_NANOS, graceNanos() / 2));
        this.reception = new MessageReader(this, events, log, lookout, dumps, backlog);
    }

    private String threadName() {
        return "asynccpu-" + settings.pool() + "-worker-" + id;
    }

    /** Starts the worker's thread; returns at once. Does nothing the next time. */
    public void start() {
        if (begun.getAndSet(true)) {
            return;
        }
        try {
            startThread(this::live);
        } catch (OutOfMemoryError noThread) {
            // There is no other thread to say it, and the tasks that wait for this worker must hear of it.
            bury(noThread);
        } catch (RuntimeException | Error e) {
            begun.set(false);
            throw e;
        }
    }

    private void startThread(Runnable work) {
        Thread thread = new Thread(work, threadName());
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether it was told to start. */
    public boolean hasBegun() {
        return begun.get();
    }

    public int id() {
        return id;
    }

    /** -1 before there is a process. */
    public long pid() {
        return pid;
    }

    /** Whether its process was started from the start-up cache. */
    public boolean isFromArchive() {
        return fromArchive;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** On its channel, until now. */
    public long bytesSent() {
        FrameChannel open = channel;
        return open == null ? 0 : open.bytesSent();
    }

    /** On its channel, until now. */
    public long bytesReceived() {
        FrameChannel open = channel;
        return open == null ? 0 : open.bytesReceived();
    }

    /** That its process has used until now, or until the last call if it is gone; zero where the system does not tell. */
    public Duration processorTime() {
        ProcessTree running = tree();
        if (running != null) {
            running.processorTime().ifPresent(time -> processorTimeSeen = time);
        }
        return processorTimeSeen;
    }

    /** Of its process and what that has started, until now; null if that cannot be told. */
    public @Nullable ProcessorTime processorTimeNow() {
        ProcessTree running = tree();
        return running == null ? null : running.processorTimeOfAll();
    }

    /** What {@link #processorTime()} said last. */
    public Duration processorTimeSeen() {
        return processorTimeSeen;
    }

    /** For outcomes of its tasks that are not objects yet. */
    public Backlog backlog() {
        return backlog;
    }

    public WorkerState state() {
        return state;
    }

    /**
     * Sends without waiting.
     *
     * @return false if the worker is gone; then it never gets the message
     */
    public boolean send(Message message) {
        return trySend(open -> open.send(message));
    }

    /** Like {@link #send}, but the message may leave with later ones, at the latest with {@link #flush()}. */
    public void sendLater(Message message) {
        trySend(open -> open.sendLater(message));
    }

    /** Sends what was left for later. */
    public void flush() {
        trySend(FrameChannel::flush);
    }

    private interface Sending {
        void by(FrameChannel open) throws IOException;
    }

    private boolean trySend(Sending sending) {
        FrameChannel open = channel;
        if (open == null) {
            return false;
        }
        try {
            sending.by(open);
            return true;
        } catch (IOException gone) {
            LOG.debug("Worker {} of pool {} took no more messages: {}", id, settings.pool(), gone.toString());
            return false;
        }
    }

    /**
     * Takes no more tasks from now on; {@link #stop} follows.
     *
     * @return false if it is ending already
     */
    public synchronized boolean retire() {
        hasNothingToEnd = state == WorkerState.STARTING;
        return moveTo(WorkerState.STOPPING);
    }

    /** Lets a retired worker end in an orderly way, by harder means if it does not within the grace period. */
    public void stop() {
        ProcessTree running;
        boolean atOnce;
        synchronized (this) {
            running = tree;
            atOnce = hasNothingToEnd;
        }
        leaveGate();
        if (running != null && atOnce) {
            running.kill();
        } else if (running != null) {
            running.listDescendants();
            send(new Message.Stop());
            timer.after(graceNanos(), () -> running.terminate(killGraceNanos()));
        }
    }

    /**
     * Kills the worker: SIGTERM, after the grace period SIGKILL, with all its descendants. Does nothing if it is dead or
     * condemned already.
     */
    public void condemn(KillReason reason) {
        condemn(reason, running -> running.terminate(killGraceNanos()));
    }

    /** Like {@link #condemn}, but by SIGKILL at once: for one that would not hear anything else. */
    public void kill(KillReason reason) {
        condemn(reason, ProcessTree::kill);
    }

    private void condemn(KillReason reason, Consumer<ProcessTree> blow) {
        ProcessTree running;
        synchronized (this) {
            if (!moveTo(WorkerState.CONDEMNED)) {
                return;
            }
            condemnation = reason;
            running = tree;
        }
        leaveGate();
        LOG.debug("Worker {} of pool {} (pid {}) is killed: {}", id, settings.pool(), pid, reason.reason());
        if (running != null) {
            strike(running, blow);
        }
    }

    /** Nobody else would, since it counts as condemned already. */
    private static void strike(ProcessTree running, Consumer<ProcessTree> blow) {
        for (int tries = 1; ; tries++) {
            try {
                blow.accept(running);
                return;
            } catch (OutOfMemoryError noMemory) {
                if (tries == MOST_BLOWS) {
                    throw noMemory;
                }
                RetryingSteps.pause();
            }
        }
    }

    /** The one place that changes the state. Caller holds this. */
    private boolean moveTo(WorkerState next) {
        if (!state.next().contains(next)) {
            return false;
        }
        state = next;
        return true;
    }

    private void live() {
        try {
            becomeReady();
        } catch (IOException | RuntimeException | Error e) {
            bury(e);
            return;
        }
        try {
            if (state == WorkerState.READY) {
                beginWork();
            }
        } catch (RuntimeException | Error e) {
            // As without memory, or of an appender. It has started, so that is no failed start.
            insistThatItConfuses(e);
        }
        work();
    }

    private void work() {
        FrameChannel open = channel;
        boolean over = true;
        try {
            over = open == null || reception.serve(open);
        } catch (RuntimeException | Error e) {
            insistThatItConfuses(e);
        }
        if (over) {
            bury(null);
        }
    }

    /** Not even the complaint about what it said succeeded, as without memory. This worker must not stay. */
    private void insistThatItConfuses(Throwable failure) {
        do {
            try {
                confuses(failure);
                return;
            } catch (OutOfMemoryError notOneObjectMore) {
                RetryingSteps.pause();
            } catch (RuntimeException | Error e) {
                // Of an appender: it is killed before that is told. Its burial follows, whatever it was.
                return;
            }
        } while (state != WorkerState.CONDEMNED);
    }

    private void bury(@Nullable Throwable failure) {
        startFailure = failure;
        burial.carryOut();
    }

    /** Whatever fails on the way, such as for want of memory: at the end its tasks are answered, and it is gone. */
    private final class Burial implements RetryingSteps.Steps {

        private static final int TELL_DEATH = 9;
        private static final int LEAVE_SITE = 11;
        private static final int GONE = 12;

        private @Nullable WorkerDeath death;

        @Override
        public boolean isIndispensable(int step) {
            return step == TELL_DEATH || step == LEAVE_SITE || step == GONE;
        }

        @Override
        public boolean carryOut(int step) {
            switch (step) {
                case 0 -> seeWhetherFilesAreGone();
                case 1 -> takeNoMore();
                case 2 -> leaveGate();
                case 3 -> ShutdownNotifier.forget(Worker.this);
                case 4 -> LevelFeed.leave(levelChanges);
                case 5 -> end();
                case 6 -> closeLeash();
                case 7 -> death = write();
                case 8 -> dumps.close("it has ended: " + death().reason());
                case TELL_DEATH -> tell(death());
                // Nobody's answer waits for that.
                case 10 -> killDescendants();
                case LEAVE_SITE -> leaveSite();
                case GONE -> events.gone(Worker.this);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private WorkerDeath death() {
            WorkerDeath told = death;
            if (told == null) {
                told = WorkerDeath.untold(pid, startFailure);
                death = told;
            }
            return told;
        }
    }

    private void seeWhetherFilesAreGone() {
        WorkerSite home = site;
        if (home != null
                && pages != null
                && startFailure != null
                && !(startFailure instanceof ProtocolException
                        || startFailure instanceof StartRefusedException
                        || startFailure instanceof FilesGoneException)
                && !Files.exists(home.files().outbox())) {
            startFailure = new FilesGoneException(
                    "its files in " + home.files().directory() + " were removed while it started", startFailure);
        }
    }

    private void takeNoMore() {
        if (startFailure instanceof ProtocolException nonsense) {
            // It would be given time to end by itself else.
            kill(nonsense(nonsense));
        }
        synchronized (this) {
            // Without a channel it takes no more tasks, though its process may need a while to end.
            if (state == WorkerState.READY) {
                moveTo(WorkerState.CONDEMNED);
            }
        }
    }

    private void tell(WorkerDeath death) {
        synchronized (this) {
            moveTo(WorkerState.DEAD);
        }
        events.died(this, death);
    }

    private WorkerDeath write() {
        ProcessTree ended = tree();
        Process process = ended == null ? null : ended.process();
        WorkerSite left = site;
        WorkerDeath death = obituary.write(
                new PostMortem.Remains(process, pid, left == null ? null : left.files(), pages),
                wasExpected(),
                condemnation(),
                startFailure,
                channel != null,
                lastWords,
                !misunderstood);
        StartPlan.Fault fault = fault(death);
        if (left != null && death.brokeDown()) {
            left.launcher().brokeDown(fromArchive);
        }
        return death.with(fault);
    }

    /**
     * What the plan makes of a failed start; null where the start is not its business. The archive is suspected first: the next
     * start without it tells. What this JVM or another program has disturbed says nothing of how it began. A training runs where
     * nobody else wants the processor, and what is slow there is not elsewhere.
     */
    private StartPlan.@Nullable Fault fault(WorkerDeath death) {
        if (step == null
                || startFailure == null
                || startFailure instanceof ProtocolException
                || death.isDisturbed()
                || death.expected()
                || training
                || (death.brokeDown() && fromArchive)) {
            return null;
        }
        return switch (death.details().cause()) {
            case EXITED, KILLED_BY_POOL -> settings.plan().failed(told, step, said(startFailure, death));
            default -> null;
        };
    }

    private static String said(Throwable failure, WorkerDeath death) {
        return failure instanceof StartRefusedException refused ? refused.sentence() : death.reason();
    }

    private void leaveSite() {
        WorkerSite left = site;
        if (left != null) {
            sites.close(left);
        }
    }

    private void killDescendants() {
        ProcessTree ended = tree();
        if (ended != null) {
            ended.killDescendants();
        }
    }

    private synchronized @Nullable ProcessTree tree() {
        return tree;
    }

    /** What waits for its start waits no more, and another worker may start. */
    private void leaveGate() {
        StartGate.Place held = place;
        if (held != null) {
            held.leave();
        }
    }

    private void awaitTurn() throws IOException {
        if (!queuesUp) {
            return;
        }
        StartGate.Place turn = StartGate.OF_THIS_JVM.queueUp();
        place = turn;
        // Guard against race with stop() and condemn(), which may have looked for the place just before there was one.
        if (state != WorkerState.STARTING) {
            turn.leave();
        }
        if (!turn.await()) {
            throw new IOException("Nobody wanted it any more when its turn to start came");
        }
    }

    private void becomeReady() throws IOException {
        awaitTurn();
        WorkerSite home = sites.open(id);
        site = home;
        WorkerPages shared = WorkerPages.create(home.files(), settings.threads());
        pages = shared;
        try (WorkerSocket socket = new WorkerSocket(home.files().socket())) {
            WorkerLauncher.Started started =
                    home.launcher().start(new Bootstrap(home.files(), socket.secret()), home.temporary(), heap);
            fromArchive = started.fromArchive();
            adopt(started.process(), Descendants.mark(home.files()), socket);
            StartWatchdog watch = StartWatchdog.begin(
                    timer,
                    settings.startupTimeout(),
                    this::processorTimeNow,
                    this::leaveGate,
                    why -> condemn(new KillReason(
                            "it was not ready " + why, "raise worker.startup-timeout if it only needs longer")));
            try {
                if (home.launcher().startsProcesses()) {
                    PidOne.warnIfThisJvmIs();
                    leash = socket.acceptLeash();
                }
                FrameChannel connected = socket.accept(settings.maxPayload(), received -> remains(shared, received));
                channel = connected;
                if (!started.process().isAlive()) {
                    // Guard against race with adopt(), which may have looked for the channel just before there was one.
                    connected.peerDied();
                }
                Map<String, String> levels = LevelFeed.current();
                connected.send(configuration(levels));
                LevelFeed.follow(levelChanges, levels);
                awaitReady(connected);
            } finally {
                watch.end();
            }
        }
        leaveGate();
        obituary.watch(pid);
        synchronized (this) {
            moveTo(WorkerState.READY);
        }
    }

    private void beginWork() {
        ShutdownNotifier.tell(this);
        lookout.begin();
        events.ready(this);
        WorkerSite home = site;
        if (home != null) {
            home.launcher().ready(fromArchive);
        }
    }

    private List<StartedTasks.Start> starts() throws IOException {
        WorkerPages shared = pages;
        return shared == null ? List.of() : shared.starts();
    }

    private ByteBuffer remains(WorkerPages shared, long received) throws ProtocolException {
        try {
            return shared.rest(received);
        } catch (ProtocolException nonsense) {
            throw nonsense;
        } catch (IOException unreadable) {
            // No reason of its death: that is what its process tells. But some of what it said may be lost.
            misunderstood = true;
            LOG.warn(
                    "The last words of worker {} of pool {} (pid {}) cannot be read",
                    id,
                    settings.pool(),
                    pid,
                    unreadable);
            return ByteBuffer.allocate(0);
        }
    }

    private void adopt(Process process, String mark, WorkerSocket socket) {
        pid = process.pid();
        ProcessTree started = new ProcessTree(process, mark, timer);
        boolean unwanted;
        synchronized (this) {
            tree = started;
            unwanted = state != WorkerState.STARTING;
        }
        output.attach(process);
        obituary.watch(pid);
        // Guard against race with stop() and condemn(), which may have come when there was no process yet.
        if (unwanted) {
            started.kill();
        }
        obituary.watch(pid);
        var unused = process.onExit().thenRun(() -> {
            FrameChannel open = channel;
            if (open != null) {
                open.peerDied();
            }
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("The socket of worker {} of pool {} was not closed", id, settings.pool(), e);
            }
        });
    }

    private Message.Configure configuration(Map<String, String> levels) {
        firstState = stateNow();
        told = settings.plan().settings();
        return new Message.Configure(
                settings.pool(),
                id,
                settings.threads(),
                settings.maxPayload(),
                settings.codec().name(),
                settings.runtime(),
                told,
                settings.configurer(),
                levels,
                firstState.values());
    }

    /**
     * The application's code may have a say in it, by a time zone or {@code Properties} of its own: not on this thread, and
     * whatever comes of it is no reason not to start. The first task brings what is missing.
     */
    private JvmState stateNow() {
        StateWatch watch = settings.state();
        try {
            return OwnThread.call("asynccpu-state", TIME_TO_LOOK, watch::current);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            LOG.warn(
                    "Worker {} of pool {} starts with the time zone, locales and system properties that the last task took along,"
                            + " since those of now cannot be read",
                    id,
                    settings.pool(),
                    e);
        }
        return watch.seen();
    }

    /** What of this JVM's state it had taken over when it became ready. */
    public JvmState firstState() {
        return firstState;
    }

    private void awaitReady(FrameChannel connected) throws IOException {
        while (true) {
            Message message = connected.receive();
            if (message == null) {
                throw new IOException("The child closed its channel before it was ready");
            } else if (message instanceof Message.Ready ready) {
                output.otherwiseIn(ready.charset());
                return;
            } else if (message instanceof Message.StartFailed failed) {
                ToldFailure said = FailureCodec.read(failed.failure());
                throw new StartRefusedException(
                        said, said.rebuildWithin(TIME_TO_REBUILD, settings.applicationLoader(), new RawCodec()));
            } else if (message instanceof Message.Logged logged) {
                log.write(logged);
            } else if (message instanceof Message.Exiting exiting) {
                exits(exiting);
            } else if (message instanceof Message.Starting starting) {
                step = starting.step();
            } else {
                throw new ProtocolException(
                        "A " + message.getClass().getSimpleName() + " message before the worker was ready");
            }
        }
    }

    /**
     * Asks for a dump; at most one is made at a time.
     *
     * @param heapFile where its heap goes, a file that does not exist; null for a dump of its threads
     * @return the text, empty for a heap; fails within a bound with a {@link DumpFailedException} if it is refused or does not come
     */
    public CompletableFuture<String> dump(@Nullable Path heapFile) {
        // Guard against race with its end: who asks after this look is answered by the desk, which is closed then.
        if (state != WorkerState.READY) {
            return CompletableFuture.failedFuture(
                    new DumpFailedException(this + " gives no dump: it is " + state + " and not READY", false, null));
        }
        return dumps.ask(new Message.Dump(heapFile == null ? null : heapFile.toString()), this::send);
    }

    /**
     * How long it could have heard and answered: 0 while all its threads stand still for a heap dump, {@link Long#MAX_VALUE} if
     * it has never made one.
     */
    public long nanosSinceHeapDump() {
        return dumps.nanosSinceHeap();
    }

    @Override
    public String toString() {
        String where = settings.launch().inProcess() == null ? "pid " + pid : "on threads of this JVM";
        return "Worker " + id + " of pool " + settings.pool() + " (" + where + ")";
    }

    /**
     * It says that it ends by itself.
     *
     * @throws ProtocolException if it has said so before, or it makes no sense
     */
    void exits(Message.Exiting exiting) throws ProtocolException {
        if (lastWords != null) {
            throw new ProtocolException("It said twice that it exits");
        }
        lastWords = ExitNotice.of(exiting);
    }

    /** What it said makes no sense; or this JVM could not take it in, as without memory for it. */
    void confuses(Throwable e) {
        misunderstood = true;
        if (e instanceof ProtocolException || e instanceof MalformedFailureException) {
            kill(nonsense(e));
            LOG.debug("Worker {} of pool {} (pid {}) sent something that makes no sense", id, settings.pool(), pid, e);
        } else {
            kill(new KillReason(
                    "this JVM could not take in what it sent: " + e,
                    "look for errors in this JVM's log; the worker may be innocent"));
            LOG.warn("What worker {} of pool {} (pid {}) sent could not be taken in", id, settings.pool(), pid, e);
        }
    }

    private static KillReason nonsense(Throwable e) {
        return new KillReason(
                "it sent something that makes no sense: " + e.getMessage(),
                "look for code in the child that uses descriptors which are not its own, or that means harm");
    }

    /**
     * Reads what the worker says until a task has ended, but not for long, and only if nobody else reads: a thread that waits
     * for a task here so need not be woken.
     *
     * @param isHere whether the task is still here
     */
    public void listen(BooleanSupplier isHere) {
        FrameChannel open = channel;
        if (open != null) {
            reception.listen(open, isHere);
        }
    }

    /** Keeps the child's log levels those of this JVM. */
    private final class LevelChanges implements LevelFeed.Follower {

        @Override
        public void changed(Map<String, String> levels) {
            send(new Message.Levels(levels));
        }
    }

    /** What the lookout may do. */
    private final class Care implements LivenessMonitor.Watched {

        @Override
        public boolean isReady() {
            return state() == WorkerState.READY;
        }

        @Override
        public long heard() {
            return reception.heard();
        }

        @Override
        public boolean isTakingIn() {
            return reception.isTakingIn();
        }

        @Override
        public boolean isExcused() {
            return dumps.isWritingHeap();
        }

        @Override
        public void relieveReader() {
            ReaderState held = reception.shift();
            startThread(() -> {
                if (reception.relieve(held)) {
                    LOG.warn(
                            "A stage on a future of pool {} holds up a thread of worker {}; another one goes on",
                            settings.pool(),
                            id);
                    work();
                }
            });
        }

        @Override
        public void ask() {
            send(new Message.Ping());
        }

        @Override
        public @Nullable Duration processorTime() {
            ProcessTree running = tree();
            return running == null ? null : running.processorTime().orElse(null);
        }

        @Override
        public void frozen(Duration silence) {
            kill(
                    new KillReason(
                            "it was frozen: for " + silence
                                    + " it neither answered nor used the processor, as when it is stopped or swapped out",
                            "find out who stopped it, or give the machine more memory; silence-timeout sets how long it may be"));
        }
    }

    /** Waits for the end of the process, by force if need be, and for its last words. */
    private void end() {
        ProcessTree ending = tree();
        if (ending == null) {
            return;
        }
        try {
            Process process = ending.process();
            FrameChannel open = channel;
            if (open != null) {
                open.close();
            }
            // One that was killed or has crashed is dead at once, and a look at all processes would hold up the answer.
            if (!waitFor(process, DEATH_THROES_NANOS)) {
                ending.listDescendants();
            }
            // An orderly worker closes its channel just before it exits; a condemned one is being killed already.
            if (!waitFor(process, graceNanos() + killGraceNanos())) {
                blame(
                        startFailure == null || (open != null && !(startFailure instanceof StartRefusedException))
                                ? new KillReason(
                                        "it had closed its channel, as when it exits, but did not end; perhaps a shutdown hook"
                                                + " hangs" + (lastWords == null ? "" : "; " + lastWords.who()),
                                        "let its shutdown hooks come to an end, and tasks return or throw instead of ending its"
                                                + " JVM")
                                : new KillReason(
                                        "its start had failed, but it did not end: " + startFailure.getMessage(),
                                        "see the cause"));
                ending.kill();
                if (!waitFor(process, TimeUnit.SECONDS.toNanos(10))) {
                    LOG.error("Worker {} of pool {} (pid {}) survives SIGKILL", id, settings.pool(), pid);
                }
            }
            if (!output.awaitEnd(20)) {
                // Something that the worker has started writes there, too.
                ending.killDescendants();
            }
            // What it says of its end is worth a wait on a busy machine; mostly it is read already.
            output.close(2000);
        } catch (IOException e) {
            LOG.debug("Something of worker {} of pool {} was closed already", id, settings.pool(), e);
        }
    }

    private void closeLeash() {
        Closeable held = leash;
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            LOG.debug("The leash of worker {} of pool {} was not closed", id, settings.pool(), e);
        }
    }

    private static boolean waitFor(Process process, long nanos) {
        long start = System.nanoTime();
        boolean wasGone = false;
        try {
            long left = nanos;
            while (left > 0) {
                if (process.waitFor(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
                    return true;
                }
                // The JDK's own thread, which asks how it ended, may have failed, as without memory; or is late.
                boolean isGone = ProcessTable.isGone(process.pid());
                if (isGone && wasGone) {
                    return true;
                }
                wasGone = isGone;
                left = nanos - (System.nanoTime() - start);
            }
        } catch (InterruptedException e) {
            // Nobody may interrupt this thread; if somebody does, the next step is the harder one.
        }
        return false;
    }

    /** Unless there is an earlier reason. */
    private synchronized void blame(KillReason reason) {
        if (condemnation == null) {
            condemnation = reason;
        }
    }

    private synchronized boolean wasExpected() {
        return state == WorkerState.STOPPING;
    }

    private synchronized @Nullable KillReason condemnation() {
        return condemnation;
    }

    private long graceNanos() {
        return settings.gracePeriod().toNanos();
    }

    private long killGraceNanos() {
        return settings.killGracePeriod().toNanos();
    }
}
