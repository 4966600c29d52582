package io.asynccpu.autoconfigure.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Time that Spring gives to each phase of a context's shutdown. */
record ShutdownPhase(Duration timeout) {

    private static final String KEY = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_DEFAULT_GRACE_PERIOD = Duration.ofSeconds(20);

    static ShutdownPhase of(Environment environment) {
        return new ShutdownPhase(
                Binder.get(environment).bind(KEY, Duration.class).orElse(DEFAULT_TIMEOUT));
    }

    /** The rest of the phase is for cancelled tasks and for the end of the workers. */
    Duration defaultGracePeriod() {
        Duration twoThirds = timeout.multipliedBy(2).dividedBy(3);
        return twoThirds.compareTo(LONGEST_DEFAULT_GRACE_PERIOD) < 0 ? twoThirds : LONGEST_DEFAULT_GRACE_PERIOD;
    }

    /** @throws IllegalArgumentException if the grace period does not end within the phase */
    void requireWithin(Duration gracePeriod) {
        ValueRules.require(
                gracePeriod.compareTo(timeout) < 0,
                "it must be less than " + KEY + ", which is " + timeout
                        + ", or the context would be gone before the tasks are cancelled");
    }
}
