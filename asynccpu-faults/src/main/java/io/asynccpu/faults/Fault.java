package io.asynccpu.faults;

import io.asynccpu.api.TaskFunction0;
import org.jspecify.annotations.Nullable;

/**
 * Something that a task should not do, as a task. Serializable and stateless, so one object may be used again and again.
 *
 * @param <R> what it returns, if it comes to that
 */
@FunctionalInterface
public interface Fault<R extends @Nullable Object> extends TaskFunction0<R> {

    /**
     * Does it on the calling thread, for the body of a method that runs in a worker. Like {@link #apply()}, but may be called
     * where no checked exception is declared; one comes out as it is nevertheless.
     *
     * @throws IllegalStateException if this is no place for it
     */
    default R run() {
        try {
            return apply();
        } catch (Exception e) {
            throw Throwing.asItIs(e);
        }
    }
}
