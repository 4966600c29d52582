package io.asynccpu.autoconfigure.context;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Default name and key values of a task's observation. */
final class DefaultTaskConvention<C extends Observation.Context & ObservedTask> implements ObservationConvention<C> {

    private final String name;
    private final Class<C> type;

    DefaultTaskConvention(String name, Class<C> type) {
        this.name = name;
        this.type = type;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getContextualName(C context) {
        return context.task();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(C context) {
        return KeyValues.of("pool", context.pool(), "task", context.task(), "outcome", context.outcome());
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return type.isInstance(context);
    }
}
