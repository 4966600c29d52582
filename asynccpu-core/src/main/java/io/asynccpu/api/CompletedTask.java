package io.asynccpu.api;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task that was completed in this JVM and never submitted to a pool. */
final class CompletedTask<T extends @Nullable Object> extends ProcessTask<T> {

    @Override
    public long taskId() {
        return TaskContext.find().map(TaskContext::taskId).orElse(-1L);
    }

    @Override
    public long workerPid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public int attempt() {
        return TaskContext.find().map(TaskContext::attempt).orElse(1);
    }

    @Override
    public ProcessTask<T> onProgress(Consumer<? super TaskProgress> listener) {
        Objects.requireNonNull(listener, "listener");
        return this;
    }

    @Override
    public TaskStatistics statistics() {
        return new TaskStatistics(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
    }
}
