package io.asynccpu;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.codec.function.FunctionSignature;
import io.asynccpu.internal.task.CallSpec;
import io.asynccpu.spi.TaskCall;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the calls that were made before, so that each function and method is read, coded and checked only once. Thread-safe.
 */
final class CallCatalog {

    /**
     * Call of a function with the types of its parameters.
     *
     * @param isConstant whether the function has captured nothing, so that its class determines the whole call
     */
    record KnownFunction(CallSpec call, List<Type> parameterTypes, boolean isConstant) {}

    /** Calls of one class, which live as long as the class. */
    private static final class Entry {
        private volatile @Nullable KnownFunction plain;
        private volatile @Nullable KnownFunction async;
    }

    private final ObjectCodec codec;
    private final long maxPayload;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, CallSpec> targets = new ConcurrentHashMap<>();
    private final ClassValue<Entry> functions = new ClassValue<>() {
        @Override
        protected Entry computeValue(Class<?> type) {
            return new Entry();
        }
    };

    CallCatalog(ObjectCodec codec, long maxPayload) {
        this.codec = codec;
        this.maxPayload = maxPayload;
    }

    /**
     * @throws TaskNotSerializableException if the function cannot cross, or its result can never come back
     */
    KnownFunction find(Serializable function) {
        Entry entry = functions.get(function.getClass());
        KnownFunction known = entry.plain;
        if (known == null) {
            known = read(function, FunctionCodec::describe);
            entry.plain = known;
        }
        return forThis(function, known);
    }

    /** Like {@link #find}, for a function that returns a stage, which is awaited in the child. */
    KnownFunction findAsync(Serializable function) {
        Entry entry = functions.get(function.getClass());
        KnownFunction known = entry.async;
        if (known == null) {
            known = read(function, FunctionCodec::describeAsync);
            entry.async = known;
        }
        return forThis(function, known);
    }

    private KnownFunction read(Serializable function, Function<Serializable, FunctionSignature> reader) {
        FunctionSignature signature = reader.apply(function);
        checkResult(signature);
        boolean constant = FunctionCodec.isConstant(function);
        CallSpec call = CallSpec.ofFunction(
                constant ? ids.incrementAndGet() : 0,
                signature.name(),
                FunctionCodec.encode(function, maxPayload),
                signature.resultType());
        return new KnownFunction(call, signature.parameterTypes(), constant);
    }

    private KnownFunction forThis(Serializable function, KnownFunction known) {
        if (known.isConstant()) {
            return known;
        }
        CallSpec call = CallSpec.ofFunction(
                0,
                known.call().name(),
                FunctionCodec.encode(function, maxPayload),
                known.call().resultType());
        return new KnownFunction(call, known.parameterTypes(), false);
    }

    /** Refuses, before it is computed, a result that can never cross. */
    private void checkResult(FunctionSignature signature) {
        Type type = signature.resultType();
        if (FunctionCodec.isStage(type)) {
            throw new TaskNotSerializableException(
                    signature.name() + " returns a CompletionStage, which cannot cross: call createAsyncProcessTask,"
                            + " which awaits it in the child",
                    null);
        }
        codec.checkResult(signature.name(), "the result", type);
    }

    CallSpec find(TaskCall call) {
        CallSpec known = targets.get(call.target());
        // The same target may be declared with another result type.
        if (known == null || !known.resultType().equals(call.resultType())) {
            known = CallSpec.ofTarget(ids.incrementAndGet(), call.name(), call.target(), call.resultType());
            targets.put(call.target(), known);
        }
        return known;
    }
}
