package io.asynccpu.autoconfigure.context;

import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;

/**
 * Context of the observation {@code asynccpu.task.run} in the child, which lasts while the task runs. An {@code
 * ObservationConvention<WorkerObservationContext>} bean changes its name and key values.
 */
public final class WorkerObservationContext extends ReceiverContext<Map<String, String>> implements ObservedTask {

    private final String pool;
    private final String task;
    private volatile String outcome = "UNKNOWN";

    WorkerObservationContext(String pool, String task, Map<String, String> carrier) {
        super(Map::get);
        this.pool = pool;
        this.task = task;
        setCarrier(carrier);
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    public String task() {
        return task;
    }

    @Override
    public String outcome() {
        return outcome;
    }

    void setOutcome(String outcome) {
        this.outcome = outcome;
    }
}
