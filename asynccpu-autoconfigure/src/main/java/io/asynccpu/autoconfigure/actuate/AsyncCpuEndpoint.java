package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows the process pools with their workers and tasks. */
@Endpoint(id = "asynccpu", defaultAccess = Access.READ_ONLY)
public class AsyncCpuEndpoint {

    private final List<PooledTaskExecutor> executors;

    public AsyncCpuEndpoint(Collection<PooledTaskExecutor> executors) {
        this.executors = List.copyOf(executors);
    }

    /** All pools that are not stopped. */
    @ReadOperation
    public Map<String, List<PoolSnapshot>> pools() {
        return Map.of(
                "pools",
                executors.stream()
                        .map(PooledTaskExecutor::snapshot)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** One pool; null, which is a 404, if there is none of that name or it is stopped. */
    @ReadOperation
    public @Nullable PoolSnapshot pool(@Selector String pool) {
        return executors.stream()
                .filter(executor -> executor.name().equals(pool))
                .findFirst()
                .map(PooledTaskExecutor::snapshot)
                .orElse(null);
    }
}
