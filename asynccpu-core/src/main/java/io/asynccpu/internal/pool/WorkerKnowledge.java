package io.asynccpu.internal.pool;

import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.state.JvmState;
import io.asynccpu.internal.task.CallSpec;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records what one worker already knows, so that it is sent only once: calls, and the parent's state. Also records which beans
 * and function classes the worker has ready. Guarded by the worker's send queue.
 */
final class WorkerKnowledge {

    private final Worker worker;
    /** Calls by id whose meaning the worker knows. */
    private final BitSet registered = new BitSet();

    /** Calls whose bean or function class the worker has ready: by id, or by name without one. */
    private final BitSet bound = new BitSet();

    private final Set<String> boundNames = new HashSet<>(0);
    /** The parent's state, as the task sees it of which the worker heard last; null before the first task. */
    private @Nullable JvmState state;

    WorkerKnowledge(Worker worker) {
        this.worker = worker;
    }

    /** Tells the worker once what the call's id means. */
    void registerCall(CallSpec call) {
        if (call.id() != 0 && !registered.get(call.id())) {
            registered.set(call.id());
            worker.channel().sendLater(new Message.Learn(call.id(), call.call()));
        }
    }

    /** Tells the worker what has changed since the task of which it heard before. */
    void updateState(JvmState next) {
        JvmState known = state == null ? worker.firstState() : state;
        if (next != known) {
            Map<String, String> changes = next.changesFrom(known);
            List<String> gone = next.goneFrom(known);
            if (!changes.isEmpty() || !gone.isEmpty()) {
                worker.channel().sendLater(new Message.StateChanged(changes, gone));
            }
        }
        state = next;
    }

    void bound(CallSpec call) {
        if (call.id() == 0) {
            boundNames.add(call.name());
        } else {
            bound.set(call.id());
        }
    }

    /** Whether a task with that call need not wait for its bean or function class. */
    boolean isBound(CallSpec call) {
        return call.id() == 0 ? boundNames.contains(call.name()) : bound.get(call.id());
    }
}
