package io.asynccpu.spi;

import java.lang.reflect.Type;
import java.util.List;

/**
 * What to call in the child, known to both sides by its signature. Immutable; made once for each method.
 *
 * @param name for people: logs, messages, the endpoint
 * @param target for {@link WorkerRuntime#bind}: what to find in the child
 * @param parameterTypes how the arguments cross
 * @param resultType how the result crosses: what a returned stage completes with, {@code void.class} for nothing
 */
public record TaskCall(String name, String target, List<Type> parameterTypes, Type resultType) {

    public TaskCall {
        parameterTypes = List.copyOf(parameterTypes);
    }
}
