package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shared objects of one message in the order in which they began, for the references to them. An object has a number from
 * its beginning, exists once it was created, and is complete once all that it holds was read. Not thread-safe.
 */
final class ReadObjects {

    private static final long MAX_WEIGHT = Long.MAX_VALUE / 4;

    private final List<@Nullable Object> objects = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final BitSet complete = new BitSet();

    /** Objects that hold, directly or not, a reference to an object that was not complete then. */
    private final BitSet tainted = new BitSet();

    /** By object: {@link #openReferences} when it began. */
    private int[] openReferencesBefore = new int[16];

    /** By object: {@link #weight} when it began; its own weight once it is complete. */
    private long[] weights = new long[16];

    private int openReferences;
    private long weight;

    /** Begins an object; returns its number. */
    int begin(Shape shape) {
        objects.add(null);
        shapes.add(shape);
        int number = objects.size() - 1;
        if (number == weights.length) {
            weights = Arrays.copyOf(weights, 2 * number);
            openReferencesBefore = Arrays.copyOf(openReferencesBefore, 2 * number);
        }
        weights[number] = weight++;
        openReferencesBefore[number] = openReferences;
        return number;
    }

    /** The object was created, perhaps without all that it will hold. */
    void exists(int number, Object object) {
        objects.set(number, object);
    }

    void complete(int number, Object object) {
        objects.set(number, object);
        complete.set(number);
        weights[number] = weight - weights[number];
        tainted.set(number, openReferences > openReferencesBefore[number]);
    }

    /** The object that a reference names. */
    Object referred(int number) throws UncrossableException {
        Object object = number < objects.size() ? objects.get(number) : null;
        if (object == null) {
            throw UncrossableException.damagedBytes("a reference to object " + number);
        }
        boolean ready = complete.get(number);
        weight = Math.min(MAX_WEIGHT, weight + (ready ? weights[number] : 1));
        if (!ready || tainted.get(number)) {
            openReferences++;
        }
        return object;
    }

    Shape shapeOf(int number) throws UncrossableException {
        if (number < 0 || number >= shapes.size()) {
            throw UncrossableException.damagedBytes("a reference to object " + number);
        }
        return shapes.get(number);
    }

    /** How many objects a walk would visit that follows every reference again, as the computation of a hash code does. */
    long weight() {
        return weight;
    }

    /** How many of the references that were read led to an object that was not complete, or to a tainted one. */
    int openReferences() {
        return openReferences;
    }
}
