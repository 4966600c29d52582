package io.asynccpu.spi;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something in the child that can be called: the other end of a {@link TaskCall}, with the same types. Thread-safe. */
public interface BoundCall {

    List<Type> parameterTypes();

    Type resultType();

    /** Calls it. A returned {@code CompletionStage} is awaited by the worker. */
    @Nullable
    Object invoke(@Nullable Object[] arguments) throws Throwable;
}
