package io.asynccpu.pool;

import io.asynccpu.protocol.Message;
import io.asynccpu.state.JvmState;
import io.asynccpu.supervisor.Worker;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Leases on their way to one worker. They are added under the pool's lock and sent after it by whichever thread comes first:
 * the worker hears of its tasks in the order in which the books have them, and together in one system call.
 */
final class Errands {

    private final Worker worker;
    private final Queue<Lease> granted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean urgent = new AtomicBoolean();
    // Guarded by this.
    private final BitSet taught = new BitSet();
    /** What the worker has called before, so that a task's time need not wait for it: by id, or by name without one. */
    private final BitSet bound = new BitSet();

    private final Set<String> boundNames = new HashSet<>(0);
    /** What tasks that it hears of from now on find there; null before the first one. */
    private @Nullable JvmState state;

    Errands(Worker worker) {
        this.worker = worker;
    }

    /**
     * Caller holds the pool's lock.
     *
     * @param now whether the worker can start at once; else it is told together with what comes next, or when it has answered
     */
    void add(Lease lease, boolean now) {
        granted.add(lease);
        if (now) {
            // After the lease: who sees it sends the lease, too.
            urgent.set(true);
        }
    }

    /** Says once what the number of a call means. Caller holds this. */
    private void teach(CallSpec call) {
        if (!taught.get(call.id())) {
            taught.set(call.id());
            worker.sendLater(new Message.Learn(call.id(), call.call()));
        }
    }

    /** Tells the worker what has changed since the task that it heard of before. Caller holds this. */
    private void tell(JvmState next) {
        JvmState known = state == null ? worker.firstState() : state;
        if (next != known) {
            Map<String, String> changes = next.changesFrom(known);
            List<String> gone = next.goneFrom(known);
            if (!changes.isEmpty() || !gone.isEmpty()) {
                worker.sendLater(new Message.StateChanged(changes, gone));
            }
        }
        state = next;
    }

    /** The worker has what tasks with that call need. */
    synchronized void bound(CallSpec call) {
        if (call.id() == 0) {
            boundNames.add(call.name());
        } else {
            bound.set(call.id());
        }
    }

    /** Caller holds this. */
    private boolean isBound(CallSpec call) {
        return call.id() == 0 ? boundNames.contains(call.name()) : bound.get(call.id());
    }

    /** Gives those that the worker did not hear of, since they were cancelled before, or cannot be sent. */
    List<Lease> send() {
        List<Lease> unsent = new ArrayList<>(0);
        synchronized (this) {
            boolean now = urgent.getAndSet(false);
            Lease lease;
            while ((lease = granted.poll()) != null) {
                if (!send(lease)) {
                    unsent.add(lease);
                }
            }
            if (now) {
                worker.flush();
            }
        }
        // Not before: whoever is answered may have something to send, to a worker that waits for this one.
        for (int i = 0; i < unsent.size(); i++) {
            Throwable refusal = unsent.get(i).refusal();
            if (refusal != null) {
                unsent.get(i).task().fail(refusal);
            }
        }
        return unsent;
    }

    private boolean send(Lease lease) {
        CallSpec call = lease.task().call();
        try {
            if (call.id() != 0) {
                teach(call);
            }
            JvmState atSubmit = lease.task().jvmState();
            // Guard against race with a cancel: a task that is over has none, and its lease is not sent.
            if (atSubmit != null) {
                tell(atSubmit);
            }
            return lease.send(call.id() == 0 ? call.call() : null, isBound(call));
        } catch (RuntimeException | Error e) {
            // Whoever pairs them is not to blame; it may be another worker's thread.
            lease.refuse(e);
            return false;
        }
    }
}
