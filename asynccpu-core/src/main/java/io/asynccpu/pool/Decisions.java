package io.asynccpu.pool;

import io.asynccpu.supervisor.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        Throwable failure = each(start, Worker::start, null);
        failure = each(tell, errands -> send(errands, unsent), failure);
        failure = each(condemn, sentence -> sentence.worker().condemn(sentence.reason()), failure);
        failure = each(stop, Worker::stop, failure);
        failure = each(afterwards, Runnable::run, failure);
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static void send(Errands errands, Consumer<List<Lease>> unsent) {
        List<Lease> left = errands.send();
        if (!left.isEmpty()) {
            unsent.accept(left);
        }
    }

    /** Each is done, whatever becomes of the others: a task would never be answered. Gives the first failure. */
    private static <T> @Nullable Throwable each(List<T> all, Consumer<T> deed, @Nullable Throwable before) {
        Throwable failure = before;
        for (int i = 0; i < all.size(); i++) {
            try {
                deed.accept(all.get(i));
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure;
            }
        }
        return failure;
    }
}
