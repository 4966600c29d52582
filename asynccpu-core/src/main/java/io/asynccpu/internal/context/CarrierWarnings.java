package io.asynccpu.internal.context;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Logs one warning for each context carrier that fails or is left out. Thread-safe. */
final class CarrierWarnings {

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    void warnOnce(String carrier, String problem, @Nullable Throwable cause) {
        if (warned.add(carrier)) {
            // Obtained only now: a child does not load its logging back end before it logs its first line.
            LoggerFactory.getLogger(CarrierWarnings.class)
                    .warn(
                            "Context carrier \"{}\" {}. Tasks run without it. This warning is logged once.",
                            carrier,
                            problem,
                            cause);
        }
    }
}
