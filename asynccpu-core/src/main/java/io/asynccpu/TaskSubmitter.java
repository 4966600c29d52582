package io.asynccpu;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.concurrent.StackRoom;
import io.asynccpu.internal.context.CapturedContext;
import io.asynccpu.internal.context.ContextCapture;
import io.asynccpu.internal.pool.PoolSettings;
import io.asynccpu.internal.pool.ProcessPool;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.task.CallSpec;
import io.asynccpu.internal.task.TaskTerms;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskOptions;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serializes calls in the submitting thread, with the context of that thread, and hands them to the pool. Thread-safe.
 */
final class TaskSubmitter {

    private final PoolSettings settings;
    private final ObjectCodec codec;
    private final ContextCapture context;
    private final ProcessPool pool;
    private final CallCatalog calls;
    private final TaskTerms defaultTerms;

    TaskSubmitter(PoolSettings settings, ObjectCodec codec, ContextCapture context, ProcessPool pool) {
        this.settings = settings;
        this.codec = codec;
        this.context = context;
        this.pool = pool;
        this.calls = new CallCatalog(codec, settings.worker().maxPayload());
        this.defaultTerms = terms(TaskOptions.POOL_DEFAULTS);
    }

    <R extends @Nullable Object> ProcessTask<R> function(Serializable function, @Nullable Object... arguments) {
        StackRoom.require();
        CallCatalog.KnownFunction known = calls.find(function);
        return submit(known.call(), known.parameterTypes(), arguments, defaultTerms);
    }

    /** A function that returns a stage, which is awaited in the child. */
    <R extends @Nullable Object> ProcessTask<R> asyncFunction(Serializable function, @Nullable Object... arguments) {
        StackRoom.require();
        CallCatalog.KnownFunction known = calls.findAsync(function);
        return submit(known.call(), known.parameterTypes(), arguments, defaultTerms);
    }

    /** A runnable; {@code shutdownNow} returns it if it has not begun. */
    ProcessTask<?> runnable(Runnable task) {
        CallCatalog.KnownFunction known = calls.find(FunctionCodec.requireSerializable(task));
        return submit(known.call(), known.parameterTypes(), new Object[0], defaultTerms.of(task));
    }

    <R extends @Nullable Object> ProcessTask<R> call(TaskCall call, @Nullable Object[] arguments, TaskOptions options) {
        StackRoom.require();
        return submit(calls.find(call), call.parameterTypes(), arguments, terms(options));
    }

    /** @throws TaskNotSerializableException if the signature can never cross */
    void check(TaskCall call) {
        check(call, codec);
    }

    /** @throws TaskNotSerializableException if the signature can never cross */
    static void check(TaskCall call, ObjectCodec codec) {
        for (int i = 0; i < call.parameterTypes().size(); i++) {
            codec.checkArgument(
                    call.name(), "parameter " + (i + 1), call.parameterTypes().get(i));
        }
        codec.checkResult(call.name(), "the result", call.resultType());
    }

    private <R extends @Nullable Object> ProcessTask<R> submit(
            CallSpec call, List<Type> parameterTypes, @Nullable Object[] arguments, TaskTerms terms) {
        Payload coded = codec.encodeArguments(
                call.name(), parameterTypes, arguments, settings.worker().maxPayload());
        CapturedContext captured = context.capture(call.name());
        if (captured == null) {
            return pool.submit(call, coded, terms);
        }
        try {
            return pool.submit(call, coded, terms.with(captured.values(), captured::ended));
        } catch (RuntimeException | Error e) {
            captured.refused(e);
            throw e;
        }
    }

    private TaskTerms terms(TaskOptions options) {
        Duration timeout = options.timeout() == null ? settings.timeout() : options.timeout();
        Duration queueTimeout = options.queueTimeout() == null ? settings.queueTimeout() : options.queueTimeout();
        return new TaskTerms(
                nanos(timeout),
                nanos(queueTimeout),
                options.maxAttempts() == 0 ? settings.maxAttempts() : options.maxAttempts());
    }

    /** 0 without a bound, also for more than the 292 years that a long can hold. */
    static long nanos(@Nullable Duration duration) {
        boolean tooLong = duration != null && duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0;
        return duration == null || tooLong ? 0 : duration.toNanos();
    }
}
