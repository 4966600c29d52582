package io.asynccpu.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one task sets differently from its pool; null (0 for {@code maxAttempts}) takes the pool's value. */
public record TaskOptions(
        @Nullable Duration timeout, @Nullable Duration queueTimeout, int maxAttempts) {

    public static final TaskOptions POOL_DEFAULTS = new TaskOptions(null, null, 0);
}
