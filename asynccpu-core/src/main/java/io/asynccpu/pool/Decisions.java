package io.asynccpu.pool;

import io.asynccpu.supervisor.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was decided under the pool's lock, to be done after it: frames are written, processes started and killed, futures
 * completed, and other pools woken by whoever decided, but never under the lock.
 */
final class Decisions {

    private record Sentence(Worker worker, String reason) {}

    private static final int USUALLY_NONE = 0;

    private final List<Worker> start = new ArrayList<>(USUALLY_NONE);
    private final List<Errands> tell = new ArrayList<>(1);
    private final List<Sentence> condemn = new ArrayList<>(USUALLY_NONE);
    private final List<Worker> stop = new ArrayList<>(USUALLY_NONE);
    private final List<Runnable> afterwards = new ArrayList<>(USUALLY_NONE);

    void start(Worker worker) {
        start.add(worker);
    }

    /** The worker has got tasks. */
    void tell(Errands errands) {
        if (!tell.contains(errands)) {
            tell.add(errands);
        }
    }

    void condemn(Worker worker, String reason) {
        condemn.add(new Sentence(worker, reason));
    }

    /** The worker must be retired. */
    void stop(Worker worker) {
        stop.add(worker);
    }

    /** Comes after everything else. */
    void afterwards(Runnable step) {
        afterwards.add(step);
    }

    /**
     * @param unsent gets the leases that their workers did not hear of
     */
    void carryOut(Consumer<List<Lease>> unsent) {
        start.forEach(Worker::start);
        for (Errands errands : tell) {
            List<Lease> left = errands.send();
            if (!left.isEmpty()) {
                unsent.accept(left);
            }
        }
        condemn.forEach(sentence -> sentence.worker().condemn(sentence.reason()));
        stop.forEach(Worker::stop);
        afterwards.forEach(Runnable::run);
    }
}
