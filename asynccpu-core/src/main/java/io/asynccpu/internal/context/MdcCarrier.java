package io.asynccpu.internal.context;

import io.asynccpu.spi.ContextCarrier;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Carries SLF4J's MDC. A child loads its logging back end only when the first task has an MDC. */
final class MdcCarrier implements ContextCarrier {

    static final String NAME = "mdc";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable Captured capture(String pool, String task) {
        Map<String, @Nullable String> mdc = MDC.getCopyOfContextMap();
        return mdc == null || mdc.isEmpty() ? null : () -> mdc;
    }

    @Override
    public Restored restore(Map<String, String> values) {
        MDC.setContextMap(values);
        return failure -> MDC.clear();
    }
}
