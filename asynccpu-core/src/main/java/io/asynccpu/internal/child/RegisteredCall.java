package io.asynccpu.internal.child;

import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.WorkerRuntime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call that tasks make, bound when the first of them needs it, so that a failure is that of the task. Thread-safe. */
final class RegisteredCall {

    private final Message.Call call;
    private final ClassLoader loader;
    private final @Nullable WorkerRuntime runtime;
    private volatile @Nullable BoundCall bound;

    RegisteredCall(Message.Call call, ClassLoader loader, @Nullable WorkerRuntime runtime) {
        this.call = call;
        this.loader = loader;
        this.runtime = runtime;
    }

    String name() {
        return call.name();
    }

    BoundCall bound() {
        return Objects.requireNonNull(bound);
    }

    /**
     * Binds the target, or links the function. May run initializers of the application's classes.
     *
     * @return false if the call was bound already
     */
    boolean bind() throws Exception {
        if (bound != null) {
            return false;
        }
        if (call.function() != null) {
            bound = new FunctionCall(FunctionCodec.decode(call.function(), loader));
        } else if (call.target() == null) {
            throw new IllegalStateException("The parent has not said what call " + call.name() + " is");
        } else if (runtime == null) {
            throw new IllegalStateException("This worker has no application context to find " + call.target() + " in");
        } else {
            bound = runtime.bind(call.target());
        }
        return true;
    }

    /** Initializes the class of a function, which would otherwise happen during its first call. */
    void initialize() throws ClassNotFoundException {
        if (bound instanceof FunctionCall function) {
            function.initialize();
        }
    }
}
