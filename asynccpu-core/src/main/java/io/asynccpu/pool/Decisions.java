package io.asynccpu.pool;

import io.asynccpu.supervisor.KillReason;
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

    private record Sentence(Worker worker, KillReason reason) {}

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

    void condemn(Worker worker, KillReason reason) {
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
     * Each is done, whatever becomes of the others: a task would never be answered. Makes no object for that, since there may be
     * no memory for one.
     *
     * @param unsent gets the leases that their workers did not hear of
     */
    void carryOut(Consumer<List<Lease>> unsent) {
        Throwable failure = null;
        for (int i = 0; i < steps(); i++) {
            try {
                carryOut(i, unsent);
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private int steps() {
        return start.size() + tell.size() + condemn.size() + stop.size() + afterwards.size();
    }

    private void carryOut(int step, Consumer<List<Lease>> unsent) {
        int i = step;
        if (i < start.size()) {
            start.get(i).start();
            return;
        }
        i -= start.size();
        if (i < tell.size()) {
            send(tell.get(i), unsent);
            return;
        }
        i -= tell.size();
        if (i < condemn.size()) {
            Sentence sentence = condemn.get(i);
            sentence.worker().condemn(sentence.reason());
            return;
        }
        i -= condemn.size();
        if (i < stop.size()) {
            stop.get(i).stop();
            return;
        }
        afterwards.get(i - stop.size()).run();
    }

    private static void send(Errands errands, Consumer<List<Lease>> unsent) {
        List<Lease> left = errands.send();
        if (!left.isEmpty()) {
            unsent.accept(left);
        }
    }
}
