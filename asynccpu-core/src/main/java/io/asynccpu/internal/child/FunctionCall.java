package io.asynccpu.internal.child;

import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.api.TaskFunction2;
import io.asynccpu.api.TaskFunction3;
import io.asynccpu.api.TaskFunction4;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.codec.function.FunctionSignature;
import io.asynccpu.spi.BoundCall;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The call of a serialized function. */
final class FunctionCall implements BoundCall {

    private final Serializable function;
    private final FunctionSignature signature;

    FunctionCall(Serializable function) {
        this.function = function;
        FunctionSignature declared = FunctionCodec.describe(function);
        this.signature =
                FunctionCodec.isStage(declared.resultType()) ? FunctionCodec.describeAsync(function) : declared;
    }

    /** Initializes the function's class, which would otherwise happen during its first call. */
    void initialize() throws ClassNotFoundException {
        FunctionCodec.initialize(function);
    }

    @Override
    public List<Type> parameterTypes() {
        return signature.parameterTypes();
    }

    @Override
    public Type resultType() {
        return signature.resultType();
    }

    @Override
    @SuppressWarnings("unchecked") // The arguments were encoded by the types of this function.
    public @Nullable Object invoke(@Nullable Object[] a) throws Throwable {
        if (function instanceof TaskFunction0<?> f) {
            return f.apply();
        } else if (function instanceof TaskFunction1<?, ?> f) {
            return ((TaskFunction1<@Nullable Object, ?>) f).apply(a[0]);
        } else if (function instanceof TaskFunction2<?, ?, ?> f) {
            return ((TaskFunction2<@Nullable Object, @Nullable Object, ?>) f).apply(a[0], a[1]);
        } else if (function instanceof TaskFunction3<?, ?, ?, ?> f) {
            return ((TaskFunction3<@Nullable Object, @Nullable Object, @Nullable Object, ?>) f).apply(a[0], a[1], a[2]);
        } else if (function instanceof TaskFunction4<?, ?, ?, ?, ?> f) {
            return ((TaskFunction4<@Nullable Object, @Nullable Object, @Nullable Object, @Nullable Object, ?>) f)
                    .apply(a[0], a[1], a[2], a[3]);
        } else if (function instanceof Callable<?> f) {
            return f.call();
        } else if (function instanceof Runnable f) {
            f.run();
            return null;
        }
        throw new IllegalArgumentException(function.getClass() + " is not a function that a worker can call");
    }
}
