package io.asynccpu.autoconfigure.context;

import io.asynccpu.api.TaskOutcome;
import io.asynccpu.spi.ContextCarrier;
import io.micrometer.observation.Observation;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The part of a task's observation that belongs to its submission: it stops the observation when the task's future has ended,
 * or when the pool has refused the task.
 */
final class ObservedSubmission implements ContextCarrier.Captured {

    private static final Log log = LogFactory.getLog(ObservedSubmission.class);

    private final Observation observation;
    private final TaskObservationContext context;
    private final Map<String, String> values;

    ObservedSubmission(Observation observation, TaskObservationContext context, Map<String, String> values) {
        this.observation = observation;
        this.context = context;
        this.values = values;
    }

    @Override
    public Map<String, @Nullable String> values() {
        return Map.copyOf(values);
    }

    @Override
    public void ended(TaskOutcome outcome, @Nullable Throwable failure) {
        // An exception with which the caller has completed the future is not an error of the task.
        end(outcome.name(), outcome == TaskOutcome.ABANDONED ? null : failure);
    }

    @Override
    public void refused(Throwable why) {
        end(TaskOutcome.REJECTED.name(), why);
    }

    private void end(String outcome, @Nullable Throwable failure) {
        try {
            context.setOutcome(outcome);
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        } catch (RuntimeException e) {
            // Nobody reads the future that would hold the exception.
            log.warn("The observation of " + context.task() + " could not be stopped", e);
        }
    }
}
