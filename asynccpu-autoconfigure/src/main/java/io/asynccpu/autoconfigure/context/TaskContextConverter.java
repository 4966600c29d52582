package io.asynccpu.autoconfigure.context;

/**
 * For a bean that turns the value of one {@link io.micrometer.context.ThreadLocalAccessor} into text and back, so that it goes
 * along with tasks. Its key stands in {@code asynccpu.context-keys}. Thread-safe.
 *
 * @param <V> type of the accessor's values
 */
public interface TaskContextConverter<V> {

    /** The accessor's key, as text. */
    String key();

    /** In the parent, on the thread that submits a task. An exception leaves the value out. */
    String toText(V value);

    /** In the child, on the thread that runs the task. */
    V fromText(String text);
}
