package io.asynccpu.supervisor;

import io.asynccpu.codec.concurrent.StackRoom;
import io.asynccpu.concurrent.VirtualThreads;
import io.asynccpu.protocol.Message;
import io.asynccpu.transport.FrameChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what a worker says, on one thread at a time: its own; another one, if users' code holds that up; and where a
 * thread waits for a task and has nothing else to do, that thread, which need not be woken then.
 */
final class MessageReader {

    /** How many ends of tasks the pool takes at a time. */
    private static final int MOST_ENDS = 64;

    /** In bytes. */
    private static final int LARGE = 4 << 10;

    /** For how long a guest reads; then the owner does. */
    private static final long GUEST_MILLIS = 1;

    private final Worker worker;
    private final WorkerEvents events;
    private final ForwardedLog log;
    private final LivenessMonitor lookout;
    private final PendingDump dumps;
    private final Backlog backlog;
    private final ReaderPermit turn = new ReaderPermit();
    private volatile ReaderState shift = new ReaderState();

    MessageReader(
            Worker worker,
            WorkerEvents events,
            ForwardedLog log,
            LivenessMonitor lookout,
            PendingDump dumps,
            Backlog backlog) {
        this.worker = worker;
        this.events = events;
        this.log = log;
        this.lookout = lookout;
        this.dumps = dumps;
        this.backlog = backlog;
    }

    /** By the worker's own thread: to the end. False if another thread has taken over. */
    boolean serve(FrameChannel open) {
        ReaderState own = shift;
        try {
            Message message;
            turn.regainNow();
            while ((message = open.receive()) != null) {
                if (isLarge(message) && backlog.isFull()) {
                    own.pause(backlog::awaitRoom);
                }
                if (!takeIn(message, open, own)) {
                    return false;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            worker.confuses(e);
            // Guard against race with the relief: either this thread reads on, to the end, or the other one does.
            if (!own.end() && own.wasRelieved()) {
                return false;
            }
            turn.regainNow();
        }
        return true;
    }

    /** Small ones do not wait for room: a task that has ended in time is not to time out here. */
    private static boolean isLarge(Message message) {
        if (message instanceof Message.Succeeded success) {
            return success.result().size() > LARGE;
        }
        return message instanceof Message.Failed failure && failure.failure().length > LARGE;
    }

    private boolean takeIn(Message message, FrameChannel open, ReaderState own) throws IOException {
        int sentAway;
        if (message instanceof Message.TaskEnd end) {
            own.beginEnds();
            // All of them before the books have them: from then on another thread may read.
            List<Message.TaskEnd> ends = ends(end, open);
            sentAway = turn.sentAway();
            WorkerEvents.Ended ended = events.ended(worker, ends, own::deliver);
            if (ended.wasLast() && ended.isAwaited()) {
                // Before that thread wakes up: it may be back with its next task at once, and read itself.
                own.lend(turn::lend);
            }
            ended.publish();
        } else {
            own.begin(message instanceof Message.Logged);
            sentAway = turn.sentAway();
            take(message);
        }
        if (!own.end()) {
            return false;
        }
        turn.regain(sentAway);
        return true;
    }

    private void take(Message message) throws IOException {
        if (message instanceof Message.Logged logged) {
            log.write(logged);
        } else if (message instanceof Message.Pong) {
            lookout.answered();
        } else if (message instanceof Message.Exiting exiting) {
            worker.exits(exiting);
        } else if (message instanceof Message.Dumped dumped) {
            dumps.answered(dumped);
        } else {
            events.received(worker, message);
        }
    }

    /** Ends of short tasks come together, and the pool takes them together. */
    private static List<Message.TaskEnd> ends(Message.TaskEnd first, FrameChannel open) {
        List<Message.TaskEnd> ends = new ArrayList<>(1);
        Message.TaskEnd end = first;
        while (end != null) {
            ends.add(end);
            end = ends.size() < MOST_ENDS ? open.receiveEndNow() : null;
        }
        return ends;
    }

    /** By a thread that waits for a task. All but ends of tasks is left to the worker's own thread. */
    void listen(FrameChannel open, BooleanSupplier isHere) {
        // A virtual thread that waits here gets its carrier back only when others let go of it, and so long nobody
        // would read. A stack that overflows here would leave half a message. And the owner alone may be kept waiting
        // until there is room for more.
        if (!StackRoom.isThere() || VirtualThreads.isCurrent() || backlog.isFull()) {
            turn.decline();
            return;
        } else if (!turn.tryTake()) {
            return;
        }
        WorkerEvents.Ended ended = null;
        try {
            // Only who has the turn takes tasks away from the worker: what is not here now will not come.
            Message.TaskEnd end = isHere.getAsBoolean() ? open.awaitEnd(GUEST_MILLIS) : null;
            if (end != null) {
                shift.heardByGuest();
                ended = events.ended(worker, ends(end, open), () -> {});
            }
        } catch (RuntimeException | Error e) {
            worker.confuses(e);
        } finally {
            turn.giveBack(ended == null || !ended.wasLast());
        }
        publish(ended);
    }

    private void publish(WorkerEvents.@Nullable Ended ended) {
        try {
            if (ended != null) {
                ended.publish();
            }
        } catch (IOException | RuntimeException | Error e) {
            worker.confuses(e);
        }
    }

    // --- for the lookout ---

    ReaderState shift() {
        return shift;
    }

    /** By a thread that wants to go on in place of the one that is held up; false if that one goes on itself. */
    boolean relieve(ReaderState held) {
        ReaderState next = new ReaderState();
        if (!held.relieve()) {
            return false;
        }
        shift = next;
        return true;
    }

    long heard() {
        return shift.heard();
    }

    boolean isTakingIn() {
        return shift.isTakingIn();
    }
}
