package io.asynccpu.pool;

import io.asynccpu.supervisor.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was decided under the pool's lock, to be done after it: frames are written, processes started and killed, futures
 * completed, and other pools woken by whoever decided, but never under the lock.
 */
final class Decisions {

    private record Sentence(Worker worker, String reason) {}

    // Mostly there is none: no list then, and nothing made to walk through it.
    private List<Worker> start = Collections.emptyList();
    private List<Errands> tell = Collections.emptyList();
    private List<Sentence> condemn = Collections.emptyList();
    private List<Worker> stop = Collections.emptyList();
    private List<Runnable> afterwards = Collections.emptyList();

    private static <T> List<T> with(List<T> list, T another) {
        List<T> longer = list.isEmpty() ? new ArrayList<>(2) : list;
        longer.add(another);
        return longer;
    }

    void start(Worker worker) {
        start = with(start, worker);
    }

    /** The worker has got tasks. */
    void tell(Errands errands) {
        if (!tell.contains(errands)) {
            tell = with(tell, errands);
        }
    }

    void condemn(Worker worker, String reason) {
        condemn = with(condemn, new Sentence(worker, reason));
    }

    /** The worker must be retired. */
    void stop(Worker worker) {
        stop = with(stop, worker);
    }

    /** Comes after everything else. */
    void afterwards(Runnable step) {
        afterwards = with(afterwards, step);
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
