package io.asynccpu.codec.guard;

import io.asynccpu.codec.UncrossableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of one class of the application: the first few are read back where they were written and
 * compared, so that a class whose values would arrive changed is refused, without anybody having foreseen it. Thread-safe.
 */
public final class Guard {

    /** A class may have states; one value is not enough, and a hundred tell no more than these. */
    private static final int FIRST = 4;

    private final AtomicInteger unproven = new AtomicInteger(FIRST);

    private volatile @Nullable String refusal;

    public boolean isUnproven() {
        return unproven.get() > 0;
    }

    public void proven(int values) {
        unproven.addAndGet(-values);
    }

    public void refuse(String reason) {
        refusal = reason;
    }

    public void requireAllowed() throws UncrossableException {
        String reason = refusal;
        if (reason != null) {
            throw new UncrossableException(reason);
        }
    }
}
