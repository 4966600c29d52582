package io.asynccpu.internal.context;

import io.asynccpu.spi.ContextCarrier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Captures, in the parent, the context of the thread that submits a task. Thread-safe. */
public final class ContextCapture {

    private final String pool;
    private final ContextCarrier[] carriers;
    private final boolean onlyMdc;
    private final CarrierWarnings warnings = new CarrierWarnings();

    /**
     * @param others the carriers in addition to that of the MDC
     * @param onlyMdc whether the workers have the carrier of the MDC only
     * @throws IllegalArgumentException if two carriers have the same name
     */
    public ContextCapture(String pool, List<ContextCarrier> others, boolean onlyMdc) {
        this.onlyMdc = onlyMdc;
        this.pool = pool;
        List<ContextCarrier> all = new ArrayList<>();
        all.add(new MdcCarrier());
        all.addAll(others);
        this.carriers = all.toArray(new ContextCarrier[0]);
        Set<String> names = new HashSet<>();
        for (ContextCarrier carrier : all) {
            if (!names.add(carrier.name())) {
                throw new IllegalArgumentException("contextCarriers has more than one carrier with the name \""
                        + carrier.name() + "\", but names must be unique, and \"" + MdcCarrier.NAME + "\" is reserved");
            }
        }
    }

    /** Returns null, without an allocation, if no carrier has a value, which is so for most tasks. */
    public @Nullable CapturedContext capture(String task) {
        CapturedContext context = null;
        for (ContextCarrier carrier : carriers) {
            try {
                ContextCarrier.Captured captured = carrier.capture(pool, task);
                if (captured != null) {
                    context = context == null ? new CapturedContext(onlyMdc, warnings) : context;
                    context.add(carrier.name(), captured);
                }
            } catch (RuntimeException | LinkageError e) {
                warnings.warnOnce(carrier.name(), "cannot be read in the submitting thread and is left out", e);
            }
        }
        return context;
    }
}
