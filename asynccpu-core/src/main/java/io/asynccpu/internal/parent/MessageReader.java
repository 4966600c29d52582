package io.asynccpu.internal.parent;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop that reads a worker's messages and hands each to the class that owns its subject; the pool gets those about tasks.
 *
 * <p>Actors: the worker's own thread reads; where users' code holds that thread up, another one goes on in its place; and while a thread
 * waits for a task, it may read for itself as a guest ({@link GuestReader}). Shared state: the {@link ReaderPermit} lets one thread read at
 * a time, and the {@link ReaderState} of the thread that owns the permit decides whether another thread may take its place. A
 * thread that finds its place taken leaves without touching the channel again.
 */
final class MessageReader {

    /** How many ends of tasks the pool takes at a time. */
    private static final int MOST_ENDS = 64;

    /** In bytes. */
    private static final int LARGE = 4 << 10;

    private final WorkerEvents events;
    private final ForwardedLog log;
    private final LivenessMonitor liveness;
    private final PendingDump dump;
    private final PostMortem postMortem;
    private final ReceiveFailures failures;
    private final Backlog backlog;
    private final ReaderPermit permit;
    private volatile ReaderState state = new ReaderState();

    MessageReader(
            WorkerEvents events,
            ForwardedLog log,
            LivenessMonitor liveness,
            PendingDump dump,
            PostMortem postMortem,
            ReceiveFailures failures,
            Backlog backlog,
            ReaderPermit permit) {
        this.events = events;
        this.log = log;
        this.liveness = liveness;
        this.dump = dump;
        this.postMortem = postMortem;
        this.failures = failures;
        this.backlog = backlog;
        this.permit = permit;
    }

    /** By the worker's own thread: reads to the end. False if another thread has taken its place. */
    boolean serve(FrameChannel channel) {
        ReaderState own = state;
        try {
            Message message;
            permit.regainNow();
            while ((message = channel.receive()) != null) {
                if (isLarge(message) && backlog.isFull()) {
                    own.pause(backlog::awaitRoom);
                }
                if (!take(message, channel, own)) {
                    return false;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failures.handle(e);
            // Guard against race with relieve(): either this thread reads on, to the end, or the other one does.
            if (!own.end() && own.wasRelieved()) {
                return false;
            }
            permit.regainNow();
        }
        return true;
    }

    /** Small outcomes do not wait for room: a task that has ended in time is not to time out here. */
    private static boolean isLarge(Message message) {
        if (message instanceof Message.Succeeded success) {
            return success.result().size() > LARGE;
        }
        return message instanceof Message.Failed failure && failure.failure().length > LARGE;
    }

    private boolean take(Message message, FrameChannel channel, ReaderState own) throws IOException {
        int refusedBefore;
        if (message instanceof Message.TaskEnd end) {
            own.beginEnds();
            // Counted before the pool knows of these ends: from then on another thread may want to read.
            List<Message.TaskEnd> ends = withFollowing(end, channel);
            refusedBefore = permit.refused();
            TaskEnds ended = events.ended(ends, own::deliver);
            if (ended.wasLast() && ended.isAwaited()) {
                // Before that thread wakes up: it may be back with its next task at once, and read itself.
                own.lend(permit::lend);
            }
            ended.publish();
        } else {
            own.begin(message instanceof Message.Logged);
            refusedBefore = permit.refused();
            handOver(message);
        }
        if (!own.end()) {
            return false;
        }
        permit.regain(refusedBefore);
        return true;
    }

    private void handOver(Message message) throws IOException {
        if (message instanceof Message.Logged logged) {
            log.write(logged);
        } else if (message instanceof Message.Pong) {
            liveness.answered();
        } else if (message instanceof Message.Exiting exiting) {
            postMortem.exits(exiting);
        } else if (message instanceof Message.Dumped dumped) {
            dump.answered(dumped);
        } else {
            events.received(message);
        }
    }

    /** Ends of short tasks come together, and the pool takes them together. */
    static List<Message.TaskEnd> withFollowing(Message.TaskEnd first, FrameChannel channel) {
        List<Message.TaskEnd> ends = new ArrayList<>(1);
        Message.TaskEnd end = first;
        while (end != null) {
            ends.add(end);
            end = ends.size() < MOST_ENDS ? channel.receiveEndNow() : null;
        }
        return ends;
    }

    /** Of the thread that reads, unless a guest does. */
    ReaderState state() {
        return state;
    }

    /** By a thread that wants to take the place of the one that is held up; false if that one goes on itself. */
    boolean relieve(ReaderState held) {
        ReaderState next = new ReaderState();
        if (!held.relieve()) {
            return false;
        }
        state = next;
        return true;
    }
}
