package io.asynccpu.context;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Says of each carrier once that, and why, it was left out. Thread-safe. */
final class Omissions {

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void tell(String carrier, String what, @Nullable Throwable why) {
        if (told.add(carrier)) {
            // A child loads no logging back end before there is something to say.
            LoggerFactory.getLogger(Omissions.class)
                    .warn(
                            "What should go along with tasks as \"{}\" {}. Tasks run all the same; this is said once.",
                            carrier,
                            what,
                            why);
        }
    }
}
