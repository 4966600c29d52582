package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;

/**
 * How the values of one class cross: writes a value as tokens, and creates a value from them. Thread-safe.
 *
 * <p>The tokens of a shape have no delimiters: both sides have the same shape, so the reader knows where it ends.
 */
abstract class Shape {

    /** The name of the class in messages. */
    private final String name;

    private final Class<?> type;

    Shape(Class<?> type) {
        this.type = type;
        this.name = type.getName();
    }

    /** The class of the values that are read. */
    final Class<?> type() {
        return type;
    }

    final String name() {
        return name;
    }

    abstract void write(Object value, GraphWriter out) throws UncrossableException;

    /**
     * @param id the number under which the value must be made known to later references as soon as it exists; -1 if
     *     it is not shared
     */
    abstract Object read(GraphReader in, int id) throws UncrossableException;

    /** Whether two references to one object remain references to one object; not needed for plain values. */
    boolean isShared() {
        return true;
    }

    /** Whether a value is created after all that it holds, so that nothing in it can refer to it. */
    boolean isMadeLast() {
        return false;
    }

    /** Whether a value can be written without its class or number before it; then its first token is never null. */
    boolean isBare() {
        return false;
    }

    /** Whether the shape serves many classes, so that only a value tells whether it fits. */
    boolean isFamily() {
        return false;
    }

    /**
     * Whether a child may send such a value wherever the class fits: it holds only data, and the class is named in this
     * code.
     */
    boolean isPlain() {
        return false;
    }

    /** Whether a value is created without running application code, apart from the values that it holds. */
    boolean runsNoApplicationCode() {
        return false;
    }

    /** Checks the slots whose declared types tell, without a value, whether it can cross. */
    void check(Slot.Check check) throws UncrossableException {}

    /** Whether the next value must be read back and compared; always {@code false} after the first few. */
    boolean mustReadBack() {
        return false;
    }

    /** So many values were read back and were equal. */
    void readBackSucceeded(int values) {}

    /** Refuses all values of this class from now on. */
    void refuse(String reason) {}
}
