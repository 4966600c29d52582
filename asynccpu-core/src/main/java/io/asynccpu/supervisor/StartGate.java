package io.asynccpu.supervisor;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets no more workers start at a time than there are processors, whichever pools they belong to: more would only take the
 * processor from each other. First come, first served. Thread-safe.
 */
final class StartGate {

    static final StartGate OF_THIS_JVM = new StartGate(Runtime.getRuntime().availableProcessors());

    // Guarded by this.
    private int free;
    private final Queue<Place> queue = new ArrayDeque<>();

    StartGate(int places) {
        this.free = places;
    }

    /** One start: {@code WAITING → TAKEN → LEFT}, or {@code LEFT} at once. */
    final class Place {

        private enum State {
            WAITING,
            TAKEN,
            LEFT
        }

        // Guarded by the gate.
        private State state = State.WAITING;

        private Place() {}

        /** Waits for its turn; false if it was given up before. */
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
                return state == State.TAKEN;
            }
        }

        /** Lets the next one start; does nothing after the first time. */
        void leave() {
            synchronized (StartGate.this) {
                if (state == State.TAKEN) {
                    free++;
                } else {
                    queue.remove(this);
                }
                state = State.LEFT;
                admit();
            }
        }
    }

    /** The end of the queue, or a place at once. */
    synchronized Place queueUp() {
        Place place = new Place();
        queue.add(place);
        admit();
        return place;
    }

    /** Caller holds this. */
    private void admit() {
        while (free > 0 && !queue.isEmpty()) {
            queue.remove().state = Place.State.TAKEN;
            free--;
        }
        notifyAll();
    }
}
