package io.asynccpu.context;

import io.asynccpu.spi.ContextCarrier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** In the child: puts what came along with a task on the thread that runs it. Thread-safe. */
public final class ContextRestorer {

    private final ContextCarrier mdc = new MdcCarrier();
    private final Supplier<List<ContextCarrier>> others;
    private final Omissions omissions = new Omissions();
    private volatile @Nullable Map<String, ContextCarrier> byName;

    /**
     * @param others besides the MDC's; asked when the first task needs one of them
     */
    public ContextRestorer(Supplier<List<ContextCarrier>> others) {
        this.others = others;
    }

    /**
     * What cannot be restored is left out; the rest is there.
     *
     * @param context the values of each carrier, by its name
     */
    public RestoredContext restore(Map<String, Map<String, String>> context) {
        RestoredContext restored = new RestoredContext(omissions);
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
                omissions.tell(name, "was left out, since the worker has no carrier of that name", null);
            } else {
                restored.add(name, carrier.restore(values));
            }
        } catch (RuntimeException | LinkageError e) {
            omissions.tell(name, "could not be restored by the worker and was left out", e);
        }
    }

    /** Several threads may ask at the same time, and get the same. */
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
