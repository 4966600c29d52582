package io.asynccpu.internal.parent;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets no more workers start at a time than there are processors, whichever pools they belong to: more would only take
 * the processor from each other. First come, first served.
 *
 * <p>Actors: the own thread of each starting worker waits; that thread, the pool's threads and the timer's thread
 * release. Shared state: the queue, the free permits and the state of each permit, guarded by the gate's monitor.
 */
final class StartGate {

    static final StartGate OF_THIS_JVM = new StartGate(Runtime.getRuntime().availableProcessors());

    // Guarded by this.
    private int free;
    private final Queue<Permit> queue = new ArrayDeque<>();

    StartGate(int permits) {
        this.free = permits;
    }

    /** The permit of one start: {@code WAITING → HELD → RELEASED}, or {@code RELEASED} at once. */
    final class Permit {

        private enum State {
            WAITING,
            HELD,
            RELEASED;

            boolean mayBecome(State next) {
                return switch (this) {
                    case WAITING -> next != WAITING;
                    case HELD -> next == RELEASED;
                    case RELEASED -> false;
                };
            }
        }

        // Guarded by the gate.
        private State state = State.WAITING;

        private Permit() {}

        /** The one place that changes the state. Caller holds the gate. */
        private boolean moveTo(State next) {
            if (!state.mayBecome(next)) {
                return false;
            }
            state = next;
            return true;
        }

        /** Waits until this start's turn has come; false if the permit was released before. */
        boolean await() {
            synchronized (StartGate.this) {
                boolean interrupted = false;
                while (state == State.WAITING) {
                    try {
                        StartGate.this.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return state == State.HELD;
            }
        }

        /** Lets the next one start; does nothing after the first time. */
        void release() {
            synchronized (StartGate.this) {
                boolean wasHeld = state == State.HELD;
                if (moveTo(State.RELEASED)) {
                    if (wasHeld) {
                        free++;
                    } else {
                        queue.remove(this);
                    }
                    admit();
                }
            }
        }
    }

    /** A permit that is held at once or waits at the end of the queue. */
    synchronized Permit request() {
        Permit permit = new Permit();
        queue.add(permit);
        admit();
        return permit;
    }

    /** Caller holds this. */
    private void admit() {
        while (free > 0 && !queue.isEmpty()) {
            queue.remove().moveTo(Permit.State.HELD);
            free--;
        }
        notifyAll();
    }
}
