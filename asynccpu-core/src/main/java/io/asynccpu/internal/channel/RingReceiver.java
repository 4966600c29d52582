package io.asynccpu.internal.channel;

import io.asynccpu.internal.protocol.ArrayRing;
import io.asynccpu.internal.protocol.ArrayTransfer;

/** Takes the pieces of large arrays from the ring, and tells the peer of each. Used by the receiving thread only. */
final class RingReceiver {

    private final ArrayRing.Reader ring;
    private final FrameSender sender;

    RingReceiver(ArrayRing.Reader ring, FrameSender sender) {
        this.ring = ring;
        this.sender = sender;
    }

    void takePiece(ArrayTransfer array) {
        ring.read(array);
        sender.sendTaken();
    }
}
