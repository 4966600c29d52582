package io.asynccpu.internal.child;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.context.ContextRestorer;
import io.asynccpu.internal.state.ParentJvmState;
import io.asynccpu.spi.WorkerRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a worker share. Thread-safe.
 *
 * @param runtime the framework's runtime; null if there are functions only
 * @param context restores the context of the threads that submitted tasks
 * @param state the parent's JVM-wide state
 */
record TaskEnvironment(
        @Nullable WorkerRuntime runtime,
        ObjectCodec codec,
        CallRegistry calls,
        ContextRestorer context,
        ParentJvmState state) {

    static TaskEnvironment of(
            @Nullable WorkerRuntime runtime, ObjectCodec codec, ClassLoader loader, ParentJvmState state) {
        return new TaskEnvironment(
                runtime,
                codec,
                new CallRegistry(loader, runtime),
                new ContextRestorer(runtime == null ? List::of : runtime::contextCarriers),
                state);
    }

    void close() {
        if (runtime == null) {
            return;
        }
        try {
            runtime.close();
        } catch (Exception e) {
            throw new IllegalStateException("The worker's runtime did not close", e);
        }
    }
}
