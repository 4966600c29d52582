package io.asynccpu.internal.codec.guard;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether values of one application class are still read back and compared before they are sent, and refuses
 * the class after a difference. The first few values are compared, which finds changes that no rule foresees.
 * Thread-safe.
 */
public final class RoundTripGuard {

    /**
     * One value is not enough, since objects of a class differ in state; a hundred would show hardly more than these.
     */
    private static final int FIRST = 4;

    private final AtomicInteger remaining = new AtomicInteger(FIRST);

    private volatile @Nullable String refusal;

    public boolean mustReadBack() {
        return remaining.get() > 0;
    }

    public void readBackSucceeded(int values) {
        remaining.addAndGet(-values);
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
