package io.asynccpu.supervisor;

import io.asynccpu.api.DumpFailedException;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one dump that a worker makes at a time: {@code FREE → ASKED → FREE}, or {@code ASKED → OVERDUE → FREE} when the answer comes
 * too late for whoever asked; and from anywhere {@code → CLOSED} with the worker. Thread-safe; nobody's future is completed
 * under its monitor.
 */
final class PendingDump {

    private enum State {
        FREE,
        /** The worker owes an answer. */
        ASKED,
        /** It still owes it, but nobody waits for it any more. */
        OVERDUE,
        /** It answers nothing more. Final. */
        CLOSED
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
    /** When it last was no longer excused as one that writes its heap. */
    private long heapOverNanos;

    private boolean hasWrittenHeap;

    /** @param worker says which it is, for messages */
    PendingDump(Timer timer, Supplier<String> worker) {
        this.timer = timer;
        this.worker = worker;
    }

    /** The text, which is empty for a heap; fails with a {@link DumpFailedException} within a bound, whatever the worker does. */
    CompletableFuture<String> ask(Message.Dump wanted, Predicate<Message> send) {
        return ask(wanted, send, wanted.heapFile() == null ? TIME_FOR_THREADS : TIME_FOR_HEAP);
    }

    CompletableFuture<String> ask(Message.Dump wanted, Predicate<Message> send, Duration limit) {
        CompletableFuture<String> future = new CompletableFuture<>();
        synchronized (this) {
            if (state != State.FREE) {
                return CompletableFuture.failedFuture(failure(
                        state == State.CLOSED ? "it has ended" : "it is making another one, and makes one at a time"));
            }
            moveTo(State.ASKED, wanted, future);
        }
        Timer.Alarm alarm = timer.after(limit.toNanos(), () -> overdue(future, limit));
        var unused = future.whenComplete((text, failure) -> alarm.cancel());
        if (!send.test(wanted)) {
            // Its death will say more, if it comes first.
            close("it takes no more messages");
        }
        return future;
    }

    /** The one place that changes the state. Caller holds this. */
    private void moveTo(State next, Message.@Nullable Dump wanted, @Nullable CompletableFuture<String> whose) {
        if (isWritingHeap()) {
            hasWrittenHeap = true;
            heapOverNanos = System.nanoTime();
        }
        state = next;
        order = wanted;
        answer = whose;
    }

    /** Whether it stands still since it writes its heap; no longer than somebody waits for it. */
    synchronized boolean isWritingHeap() {
        return state == State.ASKED && order != null && order.heapFile() != null;
    }

    /** How long it has not stood still for its heap: 0 while it does, {@link Long#MAX_VALUE} if it never has. */
    synchronized long nanosSinceHeap() {
        if (isWritingHeap()) {
            return 0;
        }
        return hasWrittenHeap ? System.nanoTime() - heapOverNanos : Long.MAX_VALUE;
    }

    private void overdue(CompletableFuture<String> whose, Duration limit) {
        synchronized (this) {
            // Guard against race with the answer, after which somebody else may have asked.
            if (state != State.ASKED || answer != whose) {
                return;
            }
            moveTo(State.OVERDUE, order, null);
        }
        whose.completeExceptionally(new DumpFailedException(
                worker.get() + " gives no dump: it did not answer within " + limit
                        + ", as when its machine is overloaded or it is frozen",
                true,
                null));
    }

    /**
     * The worker says that it is made, or why it is not.
     *
     * @throws ProtocolException if nobody asked
     */
    void answered(Message.Dumped dumped) throws ProtocolException {
        CompletableFuture<String> whose;
        Message.Dump made;
        synchronized (this) {
            if (state != State.ASKED && state != State.OVERDUE) {
                throw new ProtocolException("It sent a dump that nobody asked for");
            }
            whose = answer;
            made = order;
            moveTo(State.FREE, null, null);
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

    /** In one pass: of a million empty lines each would be an object. A child may send whatever it likes. */
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
