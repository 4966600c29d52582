package io.asynccpu.internal.child;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.context.RestoredContext;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.spi.BoundCall;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls what tasks call: with their state and context, from encoded arguments to the encoded result. Thread-safe. */
final class TaskInvoker {

    private final TaskEnvironment environment;
    private final long maxPayload;

    TaskInvoker(TaskEnvironment environment, long maxPayload) {
        this.environment = environment;
        this.maxPayload = maxPayload;
    }

    /** Called on the task's thread. */
    Payload invoke(RunningTask task) throws Throwable {
        environment.state().apply(task.jvmState());
        return task.run().context().isEmpty() ? bindAndCall(task) : callInContext(task);
    }

    private Payload callInContext(RunningTask task) throws Throwable {
        RestoredContext context = environment.context().restore(task.run().context());
        Throwable failure = null;
        try {
            return bindAndCall(task);
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            context.remove(failure);
        }
    }

    private Payload bindAndCall(RunningTask task) throws Throwable {
        RegisteredCall call = task.call();
        if (call.bind()) {
            // Binding may create a bean, which sets state that the parent has set before, and may have changed since.
            environment.state().apply(task.jvmState());
        }
        if (task.run().tellBound()) {
            call.initialize();
            task.bound();
        }
        return call(call, task.run());
    }

    /** Calls a bound call. */
    Payload call(RegisteredCall call, Message.Run run) throws Throwable {
        ObjectCodec codec = environment.codec();
        BoundCall bound = call.bound();
        Object[] arguments = codec.decodeArguments(call.name(), bound.parameterTypes(), run.arguments());
        Object result = bound.invoke(arguments);
        if (result instanceof CompletionStage<?> stage) {
            result = await(stage);
        }
        return codec.encodeResult(call.name(), bound.resultType(), result, maxPayload);
    }

    private static @Nullable Object await(CompletionStage<?> stage) throws Throwable {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        } catch (InterruptedException e) {
            stage.toCompletableFuture().cancel(true);
            throw e;
        }
    }
}
