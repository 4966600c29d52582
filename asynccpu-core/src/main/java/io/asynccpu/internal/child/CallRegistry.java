package io.asynccpu.internal.child;

import io.asynccpu.internal.protocol.Message;
import io.asynccpu.spi.WorkerRuntime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls that the parent has named for many tasks, by number. Thread-safe. */
final class CallRegistry {

    private final ClassLoader loader;
    private final @Nullable WorkerRuntime runtime;
    private final Map<Integer, RegisteredCall> calls = new ConcurrentHashMap<>();

    /**
     * @param loader loader of functions
     * @param runtime binds targets; null if there are functions only
     */
    CallRegistry(ClassLoader loader, @Nullable WorkerRuntime runtime) {
        this.loader = loader;
        this.runtime = runtime;
    }

    void register(Message.Learn learn) {
        calls.put(learn.callId(), single(learn.call()));
    }

    /** Returns the call of the task. */
    RegisteredCall find(Message.Run run) {
        if (run.call() != null) {
            return single(run.call());
        }
        RegisteredCall known = calls.get(run.callId());
        // Not refused here: only the task fails.
        return known != null ? known : single(new Message.Call(String.valueOf(run.callId()), null, null));
    }

    /** Returns a call that only one task makes. */
    RegisteredCall single(Message.Call call) {
        return new RegisteredCall(call, loader, runtime);
    }
}
