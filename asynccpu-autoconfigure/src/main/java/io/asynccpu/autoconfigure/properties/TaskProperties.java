package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.TaskCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Keys of a pool that concern each of its tasks. What is null is left to the pool's builder. */
public abstract class TaskProperties {

    /** How long a task may run, counted from its start in the worker, once its bean is made there. No bound if not set. */
    private @Nullable Duration timeout;

    /** How long a task may wait for a worker. No bound if not set. */
    private @Nullable Duration queueTimeout;

    /** How often a task may be started when its worker dies under it. */
    private @Nullable Integer maxAttempts;

    /** How long a task waits before its second start; twice as long before each further one, up to 30s. */
    private @Nullable Duration retryDelay;

    /** Most bytes of one task's arguments, and of its result. */
    private @Nullable DataSize maxPayload;

    /** How arguments and results become bytes. */
    private @Nullable TaskCodec codec;

    /** How long a cancelled or timed-out task may go on after its interrupt, before its worker gets SIGTERM. */
    private @Nullable Duration cancelGracePeriod;

    /** How long the future of a timed-out task waits for the child to say where the task stands. */
    private @Nullable Duration stackTimeout;

    /** How long other tasks on the same worker may go on when one of them does not end after its cancel or timeout. */
    private @Nullable Duration neighborGracePeriod;

    public @Nullable Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    public @Nullable Duration getQueueTimeout() {
        return queueTimeout;
    }

    public void setQueueTimeout(@Nullable Duration queueTimeout) {
        this.queueTimeout = queueTimeout;
    }

    public @Nullable Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public @Nullable Duration getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(@Nullable Duration retryDelay) {
        this.retryDelay = retryDelay;
    }

    public @Nullable DataSize getMaxPayload() {
        return maxPayload;
    }

    public void setMaxPayload(@Nullable DataSize maxPayload) {
        this.maxPayload = maxPayload;
    }

    public @Nullable TaskCodec getCodec() {
        return codec;
    }

    public void setCodec(@Nullable TaskCodec codec) {
        this.codec = codec;
    }

    public @Nullable Duration getCancelGracePeriod() {
        return cancelGracePeriod;
    }

    public void setCancelGracePeriod(@Nullable Duration cancelGracePeriod) {
        this.cancelGracePeriod = cancelGracePeriod;
    }

    public @Nullable Duration getStackTimeout() {
        return stackTimeout;
    }

    public void setStackTimeout(@Nullable Duration stackTimeout) {
        this.stackTimeout = stackTimeout;
    }

    public @Nullable Duration getNeighborGracePeriod() {
        return neighborGracePeriod;
    }

    public void setNeighborGracePeriod(@Nullable Duration neighborGracePeriod) {
        this.neighborGracePeriod = neighborGracePeriod;
    }
}
