package io.asynccpu.autoconfigure.context;

import io.asynccpu.spi.ContextCarrier;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * Carrier that observes each task in the parent and, if a tracer has left something to continue, its run in the child, as one
 * trace. The registry is looked up for the first task, as it may need beans that need a pool.
 */
public final class ObservationCarrier implements ContextCarrier {

    private static final String POOL = "asynccpu.pool";
    private static final String TASK = "asynccpu.task";

    private static final ObservationConvention<TaskObservationContext> IN_PARENT =
            new DefaultTaskConvention<>("asynccpu.task", TaskObservationContext.class);
    private static final ObservationConvention<WorkerObservationContext> IN_CHILD =
            new DefaultTaskConvention<>("asynccpu.task.run", WorkerObservationContext.class);

    private final SingletonSupplier<ObservationRegistry> registry;
    private final ObjectProvider<ObservationConvention<TaskObservationContext>> inParent;
    private final ObjectProvider<ObservationConvention<WorkerObservationContext>> inChild;

    public ObservationCarrier(
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<ObservationConvention<TaskObservationContext>> inParent,
            ObjectProvider<ObservationConvention<WorkerObservationContext>> inChild) {
        this.registry = SingletonSupplier.of(() -> registry.getIfAvailable(() -> ObservationRegistry.NOOP));
        this.inParent = inParent;
        this.inChild = inChild;
    }

    @Override
    public String name() {
        return "observation";
    }

    @Override
    public @Nullable Captured capture(String pool, String task) {
        ObservationRegistry known = registry.obtain();
        if (known.isNoop()) {
            return null;
        }
        TaskObservationContext context = new TaskObservationContext(pool, task);
        Observation observation =
                Observation.createNotStarted(inParent.getIfAvailable(), IN_PARENT, () -> context, known);
        return observation.isNoop() ? null : new ObservedSubmission(observation.start(), context, values(context));
    }

    /** Empty without a tracer; the child then has nothing to continue. */
    private static Map<String, String> values(TaskObservationContext context) {
        Map<String, String> carrier = context.getCarrier();
        if (carrier == null || carrier.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>(carrier);
        values.put(POOL, context.pool());
        values.put(TASK, context.task());
        return values;
    }

    @Override
    public Restored restore(Map<String, String> values) {
        WorkerObservationContext context =
                new WorkerObservationContext(values.getOrDefault(POOL, ""), values.getOrDefault(TASK, ""), values);
        Observation observation = Observation.createNotStarted(
                        inChild.getIfAvailable(), IN_CHILD, () -> context, registry.obtain())
                .start();
        Observation.Scope scope = observation.openScope();
        return failure -> {
            try {
                scope.close();
            } finally {
                context.setOutcome(failure == null ? "SUCCESS" : "FAILURE");
                if (failure != null) {
                    observation.error(failure);
                }
                observation.stop();
            }
        };
    }
}
