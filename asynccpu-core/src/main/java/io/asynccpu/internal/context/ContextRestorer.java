package io.asynccpu.internal.context;

import io.asynccpu.spi.ContextCarrier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Restores, in the child, the captured context of a task on the thread that runs it. Thread-safe. */
public final class ContextRestorer {

    private final ContextCarrier mdc = new MdcCarrier();
    private final Supplier<List<ContextCarrier>> others;
    private final CarrierWarnings warnings = new CarrierWarnings();
    private volatile @Nullable Map<String, ContextCarrier> byName;

    /**
     * @param others supplies the carriers in addition to that of the MDC; called when a task first needs one of them
     */
    public ContextRestorer(Supplier<List<ContextCarrier>> others) {
        this.others = others;
    }

    /**
     * Restores the context. A carrier that fails is left out, and the others are restored.
     *
     * @param context the values of each carrier, by carrier name
     */
    public RestoredContext restore(Map<String, Map<String, String>> context) {
        RestoredContext restored = new RestoredContext(warnings);
        try {
            context.forEach((name, values) -> restore(name, values, restored));
            return restored;
        } catch (Error e) {
            restored.remove(e);
            throw e;
        }
    }

    private void restore(String name, Map<String, String> values, RestoredContext restored) {
        try {
            ContextCarrier carrier = name.equals(mdc.name()) ? mdc : byName().get(name);
            if (carrier == null) {
                warnings.warnOnce(name, "is left out, because the worker has no carrier of that name", null);
            } else {
                restored.add(name, carrier.restore(values));
            }
        } catch (RuntimeException | LinkageError e) {
            warnings.warnOnce(name, "cannot be restored by the worker and is left out", e);
        }
    }

    /** Threads that call this concurrently may all build the map, with equal content. */
    private Map<String, ContextCarrier> byName() {
        Map<String, ContextCarrier> known = byName;
        if (known == null) {
            known = new HashMap<>();
            for (ContextCarrier carrier : others.get()) {
                known.put(carrier.name(), carrier);
            }
            byName = known;
        }
        return known;
    }
}
