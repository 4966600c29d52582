package io.asynccpu.internal.pool;

import io.asynccpu.internal.fleet.FleetActions;
import io.asynccpu.internal.parent.KillReason;
import io.asynccpu.internal.parent.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects the actions that an update of a pool decides under the pool's lock: frames to write, processes to start and kill,
 * futures to complete, other pools to wake. The updating thread carries them out after it has released the lock. Used by one
 * thread.
 */
final class DeferredActions implements FleetActions {

    private record Kill(Worker worker, KillReason reason) {}

    // Mostly there is none: then there is no list, and no iterator.
    private List<Worker> start = Collections.emptyList();
    private List<WorkerSendQueue> send = Collections.emptyList();
    private List<Kill> kill = Collections.emptyList();
    private List<Worker> stop = Collections.emptyList();
    private List<Runnable> afterwards = Collections.emptyList();

    private static <T> List<T> with(List<T> list, T another) {
        List<T> longer = list.isEmpty() ? new ArrayList<>(2) : list;
        longer.add(another);
        return longer;
    }

    @Override
    public void start(Worker worker) {
        start = with(start, worker);
    }

    /** The worker has got tasks. */
    void send(WorkerSendQueue queue) {
        if (!send.contains(queue)) {
            send = with(send, queue);
        }
    }

    void kill(Worker worker, KillReason reason) {
        kill = with(kill, new Kill(worker, reason));
    }

    @Override
    public void stop(Worker worker) {
        stop = with(stop, worker);
    }

    @Override
    public void afterwards(Runnable action) {
        afterwards = with(afterwards, action);
    }

    /**
     * Carries out each action, whatever becomes of the others: else a task might never be answered. Makes no object for that, since
     * there may be no memory for one.
     *
     * @param unsent gets the leases of which their workers did not hear
     */
    void carryOut(Consumer<List<Lease>> unsent) {
        Throwable failure = null;
        for (int i = 0; i < count(); i++) {
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

    private int count() {
        return start.size() + send.size() + kill.size() + stop.size() + afterwards.size();
    }

    private void carryOut(int index, Consumer<List<Lease>> unsent) {
        int i = index;
        if (i < start.size()) {
            start.get(i).start();
            return;
        }
        i -= start.size();
        if (i < send.size()) {
            List<Lease> left = send.get(i).send();
            if (!left.isEmpty()) {
                unsent.accept(left);
            }
            return;
        }
        i -= send.size();
        if (i < kill.size()) {
            Kill decided = kill.get(i);
            decided.worker().condemn(decided.reason());
            return;
        }
        i -= kill.size();
        if (i < stop.size()) {
            stop.get(i).stop();
            return;
        }
        afterwards.get(i - stop.size()).run();
    }
}
