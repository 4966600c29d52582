package io.asynccpu.internal.parent;

import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.concurrent.StackRoom;
import io.asynccpu.internal.concurrent.VirtualThreads;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread that waits for a task read the worker's messages itself, which saves the switch between two threads for each task. The
 * guest takes ends of tasks only, and only for a moment; all else is left to the worker's own thread. Without guests all tasks are
 * answered as well.
 */
final class GuestReader {

    /** For how long a guest reads; then the worker's own thread does. */
    private static final long GUEST_MILLIS = 1;

    private final MessageReader reader;
    private final WorkerEvents events;
    private final ReceiveFailures failures;
    private final Backlog backlog;
    private final ReaderPermit permit;

    GuestReader(
            MessageReader reader, WorkerEvents events, ReceiveFailures failures, Backlog backlog, ReaderPermit permit) {
        this.reader = reader;
        this.events = events;
        this.failures = failures;
        this.backlog = backlog;
        this.permit = permit;
    }

    /** @param isHere whether the worker still has the task that the caller waits for */
    void listen(FrameChannel channel, BooleanSupplier isHere) {
        // A virtual thread that waits here gets its carrier back only when others let go of it, and until then no
        // thread would read. A stack that overflows here would leave half a message. And only the worker's own thread
        // may be kept waiting until the backlog has room.
        if (!StackRoom.isThere() || VirtualThreads.isCurrent() || backlog.isFull()) {
            permit.decline();
            return;
        } else if (!permit.tryTake()) {
            return;
        }
        TaskEnds ended = null;
        try {
            // Only the thread with the permit takes tasks away from the worker: a task that is gone now will not come.
            Message.TaskEnd end = isHere.getAsBoolean() ? channel.awaitEnd(GUEST_MILLIS) : null;
            if (end != null) {
                reader.state().heardByGuest();
                ended = events.ended(MessageReader.withFollowing(end, channel), () -> {});
            }
        } catch (RuntimeException | Error e) {
            failures.handle(e);
        } finally {
            permit.giveBack(ended == null || !ended.wasLast());
        }
        publish(ended);
    }

    private void publish(@Nullable TaskEnds ended) {
        try {
            if (ended != null) {
                ended.publish();
            }
        } catch (IOException | RuntimeException | Error e) {
            failures.handle(e);
        }
    }
}
