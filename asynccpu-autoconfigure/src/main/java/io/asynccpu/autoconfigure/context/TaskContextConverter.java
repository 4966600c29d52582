package io.asynccpu.autoconfigure.context;

/**
 * Converter, as a bean, of the value of one {@link io.micrometer.context.ThreadLocalAccessor} to text and back, so that the
 * value crosses with tasks. The key has to be in {@code asynccpu.context-keys}. Thread-safe.
 *
 * @param <V> type of the accessor's values
 */
public interface TaskContextConverter<V> {

    /** The accessor's key, as text. */
    String key();

    /** Called in the parent, on the thread that submits a task. If it throws an exception the value does not cross. */
    String toText(V value);

    /** Called in the child, on the thread that runs the task. */
    V fromText(String text);
}
