package io.asynccpu.context;

import io.asynccpu.spi.ContextCarrier.Restored;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one task brought along, while it runs. Belongs to the thread of the task. */
public final class RestoredContext {

    private record Part(String carrier, Restored restored) {}

    private final Omissions omissions;
    private final Deque<Part> parts = new ArrayDeque<>();

    RestoredContext(Omissions omissions) {
        this.omissions = omissions;
    }

    void add(String carrier, Restored restored) {
        parts.push(new Part(carrier, restored));
    }

    /**
     * Takes all of it off the thread, whatever fails.
     *
     * @param failure what the task threw
     */
    public void remove(@Nullable Throwable failure) {
        Part last = parts.poll();
        if (last == null) {
            return;
        }
        try {
            last.restored().remove(failure);
        } catch (RuntimeException | LinkageError e) {
            omissions.tell(last.carrier(), "could not be taken off the thread of a task that has ended", e);
        } finally {
            remove(failure);
        }
    }
}
