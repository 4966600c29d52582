package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.ArrayKind;
import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.ArrayTransfer;
import io.asynccpu.internal.protocol.Frame;
import io.asynccpu.internal.protocol.Outbox;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The parts of frames in the order in which they leave: those in the outbox, and those behind for which it has no room yet. Large arrays
 * pass through the ring, if there is one; then only a short frame for each piece goes through the outbox. Guarded by the sender's lock.
 */
final class OutgoingFrames {

    private final Outbox outbox;
    private final Deque<Part> unsent = new ArrayDeque<>();
    /** Null if arrays pass through the socket. A side that has a ring has no senders that wait for room. */
    private ArrayRing.@Nullable Writer ring;
    /** Position in the stream at which the next frame begins. */
    private long end;

    // Read without the lock, too.
    private volatile long bytesInRing;

    /** A part of a frame, or the elements of an array. */
    private record Part(ArrayTransfer content, boolean throughRing) {}

    OutgoingFrames(Outbox outbox) {
        this.outbox = outbox;
    }

    void passArraysThrough(ArrayRing.Writer arrays) {
        ring = arrays;
    }

    /** Returns the position in the stream at which the next frame begins. */
    long end() {
        return end;
    }

    long bytesInRing() {
        return bytesInRing;
    }

    void clear() {
        unsent.clear();
    }

    void add(Frame frame) {
        for (Object array : frame.arrays()) {
            addArray(ArrayTransfer.of(ArrayKind.of(array.getClass()), array));
        }
        add(frame.head());
        if (frame.rest() != null) {
            add(frame.rest());
        }
    }

    private void addArray(ArrayTransfer array) {
        boolean throughRing = ring != null && ring.isUsable();
        add(Wire.arrayHead(array, throughRing));
        if (throughRing) {
            unsent.add(new Part(array, true));
            return;
        }
        end += array.remaining();
        if (unsent.isEmpty()) {
            outbox.put(array);
        }
        if (!array.isComplete()) {
            unsent.add(new Part(array, false));
        }
    }

    void add(ByteBuffer part) {
        end += part.remaining();
        if (unsent.isEmpty()) {
            outbox.put(part);
        }
        if (part.hasRemaining()) {
            unsent.add(new Part(ArrayTransfer.of(part), false));
        }
    }

    /** Moves as much as there is room for; of an array in the ring one piece, whose frame is to be written before the next is copied. */
    void fillOutbox() {
        Part part;
        boolean goesOn = true;
        while (goesOn && (part = unsent.peek()) != null) {
            ArrayTransfer content = part.content();
            goesOn = part.throughRing() ? fillRing(content) : putAll(content);
            if (content.isComplete()) {
                unsent.remove();
            }
        }
    }

    private boolean putAll(ArrayTransfer content) {
        outbox.put(content);
        return content.isComplete();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
    private boolean fillRing(ArrayTransfer array) {
        if (ring == null || !ring.hasRoom() || outbox.size() > 0) {
            return false;
        }
        long before = array.remaining();
        if (!ring.write(array)) {
            // The rest goes through the socket.
            unsent.remove();
            unsent.addFirst(new Part(array, false));
            unsent.addFirst(new Part(ArrayTransfer.of(Wire.arrayHead(array, false)), false));
            return true;
        }
        outbox.put(Wire.piece());
        bytesInRing += before - array.remaining();
        return false;
    }

    /** The peer has taken a piece of an array from the ring, which has room for another one. */
    void pieceWasTaken() throws ProtocolException {
        if (ring == null) {
            throw new ProtocolException("A piece of an array was taken where none are sent");
        }
        ring.taken();
        fillOutbox();
    }
}
