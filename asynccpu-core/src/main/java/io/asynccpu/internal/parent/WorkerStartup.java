package io.asynccpu.internal.parent;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.channel.WorkerSocket;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.internal.process.PidOne;
import io.asynccpu.internal.process.ProcessTree;
import io.asynccpu.internal.process.WorkerMark;
import io.asynccpu.internal.protocol.Bootstrap;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.WorkerPages;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a worker: gets a permit, a site, a process and a connection, and carries out the {@link Handshake}. When the worker ends, this class
 * also removes its files and closes its leash, the connection whose end tells the child that this JVM is gone.
 *
 * <p>Actors: the worker's own thread starts and cleans up; the pool's threads end the wait for the permit; the JDK's thread that reaps
 * the process ends the wait for a connection or a message; the timer's thread runs the watchdog. Each of these may come at any
 * moment, so each step of the start looks once more after it has made what they look for.
 */
final class WorkerStartup {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerStartup.class);

    private final WorkerSpec spec;
    private final WorkerSettings settings;
    private final WorkerSites sites;
    private final Timer timer;
    private final WorkerLifecycle worker;
    private final WorkerChannel channel;
    private final WorkerShutdown shutdown;
    private final Handshake handshake;
    private final OutputTail output;
    private final PostMortem postMortem;

    private volatile StartGate.@Nullable Permit permit;
    private volatile @Nullable WorkerSite site;
    private volatile @Nullable WorkerPages pages;
    private volatile boolean fromArchive;
    // Closed after the end of the process; nothing else may close it while this JVM lives.
    private @Nullable Closeable leash;

    WorkerStartup(
            WorkerSpec spec,
            WorkerSites sites,
            Timer timer,
            WorkerLifecycle worker,
            WorkerChannel channel,
            WorkerShutdown shutdown,
            Handshake handshake,
            OutputTail output,
            PostMortem postMortem) {
        this.spec = spec;
        this.settings = spec.settings();
        this.sites = sites;
        this.timer = timer;
        this.worker = worker;
        this.channel = channel;
        this.shutdown = shutdown;
        this.handshake = handshake;
        this.output = output;
        this.postMortem = postMortem;
    }

    /** Returns when the worker is ready, or is to end. */
    void becomeReady() throws IOException {
        awaitPermit();
        WorkerSite home = sites.open(spec.id());
        site = home;
        WorkerPages shared = WorkerPages.create(home.files(), settings.threads());
        pages = shared;
        try (WorkerSocket socket = new WorkerSocket(home.files().socket())) {
            boolean isWalled = home.launcher().isWalled();
            Bootstrap bootstrap = new Bootstrap(home.files(), socket.secret(), isWalled);
            WorkerLauncher.Started started = home.launcher().start(bootstrap, home.temporary(), spec.heap());
            fromArchive = started.fromArchive();
            adopt(started.process(), WorkerMark.of(home.files()), shared, socket);
            StartWatchdog watchdog = StartWatchdog.begin(
                    timer, settings.startupTimeout(), worker::processorTimeNow, this::releasePermit, this::timeIsOver);
            try {
                if (home.launcher().startsProcesses()) {
                    PidOne.warnIfThisJvmIs();
                    leash = socket.acceptLeash();
                }
                FrameChannel connected =
                        socket.accept(settings.maxPayload(), received -> remains(shared, received), shared);
                if (home.launcher().startsProcesses()) {
                    worker.foundJvm(socket.pid());
                }
                channel.connect(connected);
                if (!started.process().isAlive()) {
                    // Guard against race with the end of the process, which may have come just before there was a
                    // channel.
                    connected.peerDied();
                }
                handshake.perform(connected);
            } finally {
                watchdog.end();
            }
        }
        releasePermit();
        postMortem.watch(worker.pid());
        worker.becomeReady();
    }

    private void awaitPermit() throws IOException {
        if (!spec.queuesForStart()) {
            return;
        }
        StartGate.Permit requested = StartGate.OF_THIS_JVM.request();
        permit = requested;
        // Guard against race with the pool, which may have ended the wait just before there was a permit.
        if (worker.state() != WorkerState.STARTING) {
            requested.release();
        }
        if (!requested.await()) {
            throw new IOException("The worker was not needed any more when its turn to start came");
        }
    }

    /** Ends the wait for a permit, or lets another worker start. */
    void releasePermit() {
        StartGate.Permit held = permit;
        if (held != null) {
            held.release();
        }
    }

    private void adopt(Process process, String mark, WorkerPages shared, WorkerSocket socket) {
        ProcessTree started = new ProcessTree(process, mark);
        boolean isWanted = worker.adopt(started);
        output.attach(process, worker::pid, shared::starts);
        postMortem.watch(process.pid());
        // Guard against race with the pool, which may have ended the worker when there was no process yet.
        if (!isWanted) {
            started.kill();
        }
        postMortem.watch(process.pid());
        var unused = process.onExit().thenRun(() -> {
            channel.peerDied();
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("The socket of {} was not closed", worker, e);
            }
        });
    }

    private void timeIsOver(String why) {
        shutdown.condemn(
                new KillReason("it was not ready " + why, "raise worker.startup-timeout if it only needs longer"));
        releasePermit();
    }

    private ByteBuffer remains(WorkerPages shared, long received) throws ProtocolException {
        try {
            return shared.rest(received);
        } catch (ProtocolException nonsense) {
            throw nonsense;
        } catch (IOException unreadable) {
            // Not a reason of its death: that is what its process tells. But some of its messages may be lost.
            postMortem.missedMessages();
            LOG.warn("The last messages of {} cannot be read", worker, unreadable);
            return ByteBuffer.allocate(0);
        }
    }

    /** Whether the process was started from the start-up cache. */
    boolean isFromArchive() {
        return fromArchive;
    }

    /** Tells the launcher that the worker is ready. */
    void succeeded() {
        WorkerSite home = site;
        if (home != null) {
            home.launcher().ready(fromArchive);
        }
    }

    /** Tells the launcher that the start broke down in a way that its archive may be the cause of. */
    void brokeDown() {
        WorkerSite home = site;
        if (home != null) {
            home.launcher().brokeDown(fromArchive);
        }
    }

    /** The cause of a failed start: the removal of the worker's files, if that explains it, else the given failure. */
    @Nullable
    Throwable causeOf(@Nullable Throwable failure) {
        WorkerSite home = site;
        boolean explained = failure instanceof ProtocolException
                || failure instanceof StartRefusedException
                || failure instanceof FilesGoneException;
        if (failure == null
                || explained
                || home == null
                || pages == null
                || Files.exists(home.files().outbox())) {
            return failure;
        }
        return new FilesGoneException(
                "its files in " + home.files().directory() + " were removed while it started", failure);
    }

    PostMortem.Remains remains() {
        ProcessTree ended = worker.process();
        WorkerSite home = site;
        return new PostMortem.Remains(
                ended == null ? null : ended.process(), worker.pid(), home == null ? null : home.files(), pages);
    }

    void closeLeash() {
        Closeable held = leash;
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            LOG.debug("The leash of {} was not closed", worker, e);
        }
    }

    void leaveSite() {
        WorkerSite left = site;
        if (left != null) {
            sites.close(left);
        }
    }
}
