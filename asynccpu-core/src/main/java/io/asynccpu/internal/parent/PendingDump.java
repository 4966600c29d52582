package io.asynccpu.internal.parent;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dump that a worker is asked for; there is one at a time: {@code FREE → ASKED → FREE}, or {@code ASKED → OVERDUE → FREE}
 * when the answer comes after the caller's time limit; and from every state {@code → CLOSED} with the worker.
 *
 * <p>Actors: callers ask, the reading thread answers, the timer's thread ends the wait, the worker's own thread closes. Shared
 * state is guarded by the monitor; no future is completed under it.
 */
final class PendingDump {

    private enum State {
        FREE,
        /** The worker owes an answer. */
        ASKED,
        /** The worker still owes the answer, but no caller waits for it any more. */
        OVERDUE,
        /** The worker has ended. Final. */
        CLOSED;

        boolean mayBecome(State next) {
            return switch (this) {
                case FREE -> next == ASKED || next == CLOSED;
                case ASKED -> next == FREE || next == OVERDUE || next == CLOSED;
                case OVERDUE -> next == FREE || next == CLOSED;
                case CLOSED -> false;
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(PendingDump.class);

    private static final Duration TIME_FOR_THREADS = Duration.ofSeconds(10);
    private static final Duration TIME_FOR_HEAP = Duration.ofMinutes(5);

    private final Timer timer;
    private final Supplier<String> worker;
    // Guarded by this.
    private State state = State.FREE;
    private Message.@Nullable Dump order;
    private @Nullable CompletableFuture<String> answer;
    /** When the worker last was no longer excused as one that writes its heap. */
    private long heapOverNanos;

    private boolean hasWrittenHeap;

    /** @param worker names the worker, for messages */
    PendingDump(Timer timer, Supplier<String> worker) {
        this.timer = timer;
        this.worker = worker;
    }

    /**
     * The text, which is empty for a heap; fails with a {@link DumpFailedException} within a bound, whatever the worker
     * does.
     */
    CompletableFuture<String> ask(Message.Dump wanted, Predicate<Message> send) {
        return ask(wanted, send, wanted.heapFile() == null ? TIME_FOR_THREADS : TIME_FOR_HEAP);
    }

    CompletableFuture<String> ask(Message.Dump wanted, Predicate<Message> send, Duration limit) {
        CompletableFuture<String> future = new CompletableFuture<>();
        synchronized (this) {
            if (!moveTo(State.ASKED, wanted, future)) {
                return CompletableFuture.failedFuture(failure(
                        state == State.CLOSED ? "it has ended" : "it is making another one, and makes one at a time"));
            }
        }
        Timer.Alarm alarm = timer.after(limit.toNanos(), () -> overdue(future, limit));
        var unused = future.whenComplete((text, failure) -> alarm.cancel());
        if (!send.test(wanted)) {
            // The worker's death gives a better reason, if it comes first.
            close("it takes no more messages");
        }
        return future;
    }

    /** The one place that changes the state. Caller holds this. */
    private boolean moveTo(State next, Message.@Nullable Dump wanted, @Nullable CompletableFuture<String> whose) {
        if (!state.mayBecome(next)) {
            return false;
        }
        if (isWritingHeap()) {
            hasWrittenHeap = true;
            heapOverNanos = System.nanoTime();
        }
        state = next;
        order = wanted;
        answer = whose;
        return true;
    }

    /** Whether the worker's threads stand still while it writes its heap; no longer than a caller waits for it. */
    synchronized boolean isWritingHeap() {
        return state == State.ASKED && order != null && order.heapFile() != null;
    }

    /**
     * How long ago the worker's threads last stood still for its heap: 0 while they do, {@link Long#MAX_VALUE} if they
     * never have.
     */
    synchronized long nanosSinceHeap() {
        if (isWritingHeap()) {
            return 0;
        }
        return hasWrittenHeap ? System.nanoTime() - heapOverNanos : Long.MAX_VALUE;
    }

    private void overdue(CompletableFuture<String> whose, Duration limit) {
        synchronized (this) {
            // Guard against race with the answer, after which another caller may have asked.
            if (answer != whose || !moveTo(State.OVERDUE, order, null)) {
                return;
            }
        }
        whose.completeExceptionally(new DumpFailedException(
                worker.get() + " gives no dump: it did not answer within " + limit
                        + ", as when its machine is overloaded or it is frozen",
                true,
                null));
    }

    /**
     * The worker reports that the dump is made, or why not.
     *
     * @throws ProtocolException if it was not asked
     */
    void answered(Message.Dumped dumped) throws ProtocolException {
        CompletableFuture<String> whose;
        Message.Dump made;
        synchronized (this) {
            whose = answer;
            made = order;
            if (!moveTo(State.FREE, null, null)) {
                throw new ProtocolException("It sent a dump that nobody asked for");
            }
        }
        String text = text(dumped.text());
        if (whose == null) {
            LOG.info("{} has answered too late: {} {}", worker.get(), made, dumped.made() ? "was made" : text);
        } else if (dumped.made()) {
            whose.complete(text);
        } else {
            whose.completeExceptionally(failure(text));
        }
    }

    /** The worker has ended. */
    void close(String reason) {
        CompletableFuture<String> whose;
        synchronized (this) {
            whose = answer;
            moveTo(State.CLOSED, null, null);
        }
        if (whose != null) {
            whose.completeExceptionally(failure(reason));
        }
    }

    private DumpFailedException failure(String reason) {
        return new DumpFailedException(worker.get() + " gives no dump: " + reason, false, null);
    }

    /** In one pass, since each of a million empty lines would be an object. A child may send any text. */
    private static String text(byte[] bytes) {
        int length = Math.min(bytes.length, Limits.DUMP);
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8).stripTrailing();
        StringBuilder lines = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lines.append(c == '\n' ? c : OutputTail.printable(c));
        }
        if (length < bytes.length) {
            lines.append("\n… cut here: the worker sent ")
                    .append(bytes.length)
                    .append(" bytes, of which ")
                    .append(length)
                    .append(" are shown.\n");
        }
        return lines.toString();
    }
}
