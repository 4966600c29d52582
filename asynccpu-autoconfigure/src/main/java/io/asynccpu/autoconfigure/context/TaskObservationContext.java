package io.asynccpu.autoconfigure.context;

import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;

/**
 * Context of the observation {@code asynccpu.task} in the parent, which lasts from the submission to the end of the task's
 * future, whatever ends it. An {@code ObservationConvention<TaskObservationContext>} bean changes its name and key values.
 */
public final class TaskObservationContext extends SenderContext<Map<String, String>> implements ObservedTask {

    private final String pool;
    private final String task;
    private volatile String outcome = "UNKNOWN";

    TaskObservationContext(String pool, String task) {
        super((carrier, key, value) -> {
            if (carrier != null) {
                carrier.put(key, value);
            }
        });
        this.pool = pool;
        this.task = task;
        setCarrier(new HashMap<>());
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
