package io.asynccpu.internal.codec.function;

import java.lang.reflect.Type;
import java.util.List;

/**
 * The name and types of a serializable function; the same on both sides of the process boundary.
 *
 * @param name for people: {@code MathTasks::sumOfSquares}, {@code lambda in MathTasks.main}
 * @param parameterTypes with type arguments for a method reference; plain classes for a lambda
 * @param resultType likewise; {@code void.class} if there is no result
 */
public record FunctionSignature(String name, List<Type> parameterTypes, Type resultType) {

    public FunctionSignature {
        parameterTypes = List.copyOf(parameterTypes);
    }
}
