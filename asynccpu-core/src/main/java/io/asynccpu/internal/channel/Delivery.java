package io.asynccpu.internal.channel;

/** When a message goes into the socket, and whether its sender waits until it is on its way for certain. */
public enum Delivery {

    /** The sender writes what the socket takes at once, leaves the rest to the receiving thread, and never waits. */
    IMMEDIATE(false, false),

    /** The message leaves with a later one, or at the latest with {@link FrameChannel#flush()}; the sender never waits. */
    DEFERRED(true, false),

    /**
     * The sender writes, and waits, uninterruptibly, until all of the message is in the socket or the outbox. From then on the
     * message arrives even if this process ends.
     */
    ASSURED(false, true),

    /** Like {@link #ASSURED}, but where the outbox has room the receiving thread writes the message soon. */
    ASSURED_SOON(true, true),

    /** Like {@link #ASSURED}, but where the outbox has room the message leaves with a later one, or with a flush. */
    ASSURED_DEFERRED(true, true);

    private final boolean mayBeDelayed;
    private final boolean waitsForRoom;

    Delivery(boolean mayBeDelayed, boolean waitsForRoom) {
        this.mayBeDelayed = mayBeDelayed;
        this.waitsForRoom = waitsForRoom;
    }

    boolean mayBeDelayed() {
        return mayBeDelayed;
    }

    boolean waitsForRoom() {
        return waitsForRoom;
    }
}
