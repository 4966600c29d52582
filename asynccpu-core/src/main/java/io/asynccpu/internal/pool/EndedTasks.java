package io.asynccpu.internal.pool;

import io.asynccpu.internal.fastpath.GuestReading;
import io.asynccpu.internal.fleet.WorkerSlot;
import io.asynccpu.internal.parent.TaskEnds;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks that a worker has ended, from its message to their futures. Used by one thread. */
final class EndedTasks implements TaskEnds {

    private final List<Message.TaskEnd> ends;
    /** Null for a task that the worker does not have. */
    private final List<@Nullable Lease> leases;

    private boolean wasLast;
    private boolean isAwaited;

    EndedTasks(List<Message.TaskEnd> ends) {
        this.ends = ends;
        this.leases = new ArrayList<>(ends.size());
    }

    /** Caller holds the pool's lock. */
    void take(Worker worker, Dispatcher dispatcher, DeferredActions actions) {
        WorkerSlot<LeasedTasks> slot = dispatcher.fleet().slots().find(worker);
        for (int i = 0; i < ends.size(); i++) {
            Message.TaskEnd end = ends.get(i);
            Lease lease = slot == null ? null : slot.workload().find(end.taskId());
            // First, as there may be no memory for what follows: fail() answers the tasks of this list.
            leases.add(lease);
            if (slot != null && lease != null) {
                dispatcher.assigner().taskEnded(slot, lease, end.wallNanos(), actions);
                isAwaited |= lease.task().isAwaited();
            }
        }
        wasLast = slot != null
                && slot.workload().leaseCount() == 0
                && dispatcher.queue().ready() == 0;
    }

    @Override
    public boolean wasLast() {
        return wasLast;
    }

    @Override
    public boolean isAwaited() {
        return GuestReading.isWorthLending(isAwaited);
    }

    /** In place of {@link #publish}; makes no object to walk through them. */
    void fail(Throwable reason) {
        for (int i = 0; i < leases.size(); i++) {
            Lease lease = leases.get(i);
            if (lease != null) {
                lease.task().fail(reason);
            }
        }
    }

    /** Whatever is wrong with one of the ends, the others count. */
    @Override
    public void publish() throws IOException {
        @Nullable Throwable nonsense = null;
        for (int i = 0; i < ends.size(); i++) {
            Message.TaskEnd end = ends.get(i);
            Lease lease = leases.get(i);
            try {
                if (lease == null) {
                    throw new ProtocolException("It ended task " + end.taskId() + ", which it does not have");
                }
                lease.task().finish(end);
            } catch (IOException | RuntimeException | Error e) {
                nonsense = e;
            }
        }
        if (nonsense instanceof IOException e) {
            throw e;
        } else if (nonsense instanceof RuntimeException e) {
            throw e;
        } else if (nonsense instanceof Error e) {
            throw e;
        }
    }
}
