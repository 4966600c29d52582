package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.TaskCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Properties of a pool that concern each of its tasks. The Javadoc of a field is the description of its key, and its value the
 * default; null is left to the builder of the pool.
 */
public abstract class TaskProperties {

    /**
     * Time for which a task may run, counted from its start in the worker, once its bean is created there; the creation of the
     * bean has "worker.startup-timeout". No bound if not set.
     */
    private @Nullable Duration timeout;

    /** Time for which a task may wait for a worker. No bound if not set. */
    private @Nullable Duration queueTimeout;

    /** How often a task may be started when its worker dies under it. */
    private Integer maxAttempts = 1;

    /** Time that a task waits before its second start; twice as long before each further one, up to 30s. */
    private Duration retryDelay = Duration.ofMillis(100);

    /** Largest size of one task's arguments, and of its result; at most 1GB. */
    private DataSize maxPayload = DataSize.ofMegabytes(128);

    /** Codec of arguments and results. */
    private TaskCodec codec = TaskCodec.JACKSON;

    /** Time for which a cancelled or timed-out task may go on after its interrupt, before its worker gets SIGTERM. */
    private Duration cancelGracePeriod = Duration.ofSeconds(2);

    /** Time for which the future of a timed-out task waits for the task's stack from the child. */
    private Duration stackTimeout = Duration.ofSeconds(1);

    /** Time for which other tasks on the same worker may go on when one of them does not end after its cancel or timeout. */
    private Duration neighborGracePeriod = Duration.ofSeconds(5);

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

    public Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public Duration getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(Duration retryDelay) {
        this.retryDelay = retryDelay;
    }

    public DataSize getMaxPayload() {
        return maxPayload;
    }

    public void setMaxPayload(DataSize maxPayload) {
        this.maxPayload = maxPayload;
    }

    public TaskCodec getCodec() {
        return codec;
    }

    public void setCodec(TaskCodec codec) {
        this.codec = codec;
    }

    public Duration getCancelGracePeriod() {
        return cancelGracePeriod;
    }

    public void setCancelGracePeriod(Duration cancelGracePeriod) {
        this.cancelGracePeriod = cancelGracePeriod;
    }

    public Duration getStackTimeout() {
        return stackTimeout;
    }

    public void setStackTimeout(Duration stackTimeout) {
        this.stackTimeout = stackTimeout;
    }

    public Duration getNeighborGracePeriod() {
        return neighborGracePeriod;
    }

    public void setNeighborGracePeriod(Duration neighborGracePeriod) {
        this.neighborGracePeriod = neighborGracePeriod;
    }

    void applyTo(ProcessTaskPoolExecutorBuilder builder, BuilderMapper mapper) {
        mapper.set("timeout", timeout, value -> builder.timeout(value));
        mapper.set("queue-timeout", queueTimeout, value -> builder.queueTimeout(value));
        mapper.set("max-attempts", maxAttempts, value -> builder.maxAttempts(value));
        mapper.set("retry-delay", retryDelay, value -> builder.retryDelay(value));
        mapper.set("max-payload", maxPayload, size -> builder.maxPayload(size.toBytes()));
        mapper.set("codec", codec, value -> builder.codec(value));
        mapper.set("cancel-grace-period", cancelGracePeriod, value -> builder.cancelGracePeriod(value));
        mapper.set("stack-timeout", stackTimeout, value -> builder.stackTimeout(value));
        mapper.set("neighbor-grace-period", neighborGracePeriod, value -> builder.neighborGracePeriod(value));
    }
}
