package io.asynccpu.internal.context;

import io.asynccpu.spi.ContextCarrier.Restored;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The context restored on the thread of one task. Used by that thread only. */
public final class RestoredContext {

    private record Part(String carrier, Restored restored) {}

    private final CarrierWarnings warnings;
    private final Deque<Part> parts = new ArrayDeque<>();

    RestoredContext(CarrierWarnings warnings) {
        this.warnings = warnings;
    }

    void add(String carrier, Restored restored) {
        parts.push(new Part(carrier, restored));
    }

    /**
     * Removes the context from the thread. A carrier that fails does not keep the others from being removed.
     *
     * @param failure the exception of the task, null if it has a result
     */
    public void remove(@Nullable Throwable failure) {
        Part last = parts.poll();
        if (last == null) {
            return;
        }
        try {
            last.restored().remove(failure);
        } catch (RuntimeException | LinkageError e) {
            warnings.warnOnce(last.carrier(), "cannot be removed from the thread of a task that has ended", e);
        } finally {
            remove(failure);
        }
    }
}
