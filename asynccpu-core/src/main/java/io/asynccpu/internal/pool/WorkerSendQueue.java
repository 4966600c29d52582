package io.asynccpu.internal.pool;

import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.state.JvmState;
import io.asynccpu.internal.task.CallSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The leases that are still to be sent to one worker.
 *
 * <p>Actors: threads that add leases, under the pool's lock, and the threads that send them after it. Shared state: the queue
 * and {@code urgent}, both atomic, and this monitor for sending. So the worker hears of its tasks in the order of the pool's
 * lock, and of those that meet here in one system call. A prefetched task is not urgent: it is sent with the next urgent one,
 * or a little later.
 */
final class WorkerSendQueue {

    private final Worker worker;
    private final Queue<Lease> granted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean urgent = new AtomicBoolean();
    /** Guarded by this. */
    private final WorkerKnowledge knowledge;

    WorkerSendQueue(Worker worker) {
        this.worker = worker;
        this.knowledge = new WorkerKnowledge(worker);
    }

    /**
     * Caller holds the pool's lock.
     *
     * @param startsNow whether the worker can start at once; else it is told with the next lease, or when it has answered
     */
    void add(Lease lease, boolean startsNow) {
        granted.add(lease);
        if (startsNow) {
            // After the lease: the thread that sees it sends the lease, too.
            urgent.set(true);
        }
    }

    /** The worker has the bean or function class of that call. */
    synchronized void bound(CallSpec call) {
        knowledge.bound(call);
    }

    /** Returns the leases of which the worker does not hear: they were cancelled before, or cannot be sent. */
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
                worker.channel().flush();
            }
        }
        // Not before: the thread that gets the failure may have something to send, to a worker that waits for this one.
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
            knowledge.registerCall(call);
            JvmState atSubmit = lease.task().jvmState();
            // Guard against race with a cancel: a task that is over has no state, and its lease is not sent.
            if (atSubmit != null) {
                knowledge.updateState(atSubmit);
            }
            return lease.send(call.id() == 0 ? call.call() : null, knowledge.isBound(call));
        } catch (RuntimeException | Error e) {
            // The failure is the task's: this may be another worker's thread.
            lease.refuse(e);
            return false;
        }
    }
}
