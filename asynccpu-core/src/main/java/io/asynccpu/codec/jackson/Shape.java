package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;

/**
 * How the values of one class cross: what is written for a value, and how a value is made of it. Thread-safe.
 *
 * <p>The tokens of a shape have no delimiters: both sides know the shape, so they know where it ends.
 */
abstract class Shape {

    /** What the wire calls it; the name of the class that is made. */
    private final String name;

    private final Class<?> type;

    Shape(Class<?> type) {
        this.type = type;
        this.name = type.getName();
    }

    /** The class of what is read. */
    final Class<?> type() {
        return type;
    }

    final String name() {
        return name;
    }

    abstract void write(Object value, GraphWriter out) throws UncrossableException;

    /**
     * @param id under which the value is to be known to later references as soon as it exists; -1 if nobody refers to it
     */
    abstract Object read(GraphReader in, int id) throws UncrossableException;

    /** Whether two references to one object stay two references to one object. Not needed for what is only its value. */
    boolean isShared() {
        return true;
    }

    /** Whether a value exists only after all that it holds, so that nothing in it can refer to it. */
    boolean isMadeLast() {
        return false;
    }

    /** Whether its first token is never a null and is all that has to be known of it. */
    boolean isBare() {
        return false;
    }

    /** Whether it stands for classes that have no names of their own here, so that only a value tells whether it fits. */
    boolean isFamily() {
        return false;
    }

    /** Whether a child may send it wherever the class fits: it holds only data, of a class that this code names. */
    boolean isPlain() {
        return false;
    }

    /** Whether a value is made without any code of the application; not counting what it holds. */
    boolean isQuick() {
        return false;
    }

    /** The places in it whose declared types tell before any value whether it can cross. */
    void check(TypeCheck check) throws UncrossableException {}

    /**
     * Whether the next value is to be read back at once and compared; {@code false} for good after the first few.
     */
    boolean isUnproven() {
        return false;
    }

    /** That many values were read back and were the same. */
    void proven(int values) {}

    /** No value of this class crosses from now on. */
    void refuse(String reason) {}
}
