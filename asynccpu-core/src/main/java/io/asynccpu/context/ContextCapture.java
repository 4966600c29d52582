package io.asynccpu.context;

import io.asynccpu.spi.ContextCarrier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In the parent: takes along what the submitting thread has. Thread-safe. */
public final class ContextCapture {

    private final String pool;
    private final ContextCarrier[] carriers;
    private final boolean onlyMdc;
    private final Omissions omissions = new Omissions();

    /**
     * @param others besides the MDC's
     * @param onlyMdc whether the workers know no others
     * @throws IllegalArgumentException if two have the same name
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
                throw new IllegalArgumentException("contextCarriers has more than one with the name \"" + carrier.name()
                        + "\", but each needs one of its own, and \"" + MdcCarrier.NAME + "\" is taken");
            }
        }
    }

    /** Null, and made of nothing, if the thread has nothing that goes along: the way of most tasks. */
    public @Nullable CapturedContext capture(String task) {
        CapturedContext context = null;
        for (ContextCarrier carrier : carriers) {
            try {
                ContextCarrier.Captured captured = carrier.capture(pool, task);
                if (captured != null) {
                    context = context == null ? new CapturedContext(onlyMdc, omissions) : context;
                    context.add(carrier.name(), captured);
                }
            } catch (RuntimeException | LinkageError e) {
                omissions.tell(carrier.name(), "could not be read in the submitting thread and was left out", e);
            }
        }
        return context;
    }
}
