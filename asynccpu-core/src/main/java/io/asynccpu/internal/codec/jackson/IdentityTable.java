package io.asynccpu.internal.codec.jackson;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one message in the order in which they were found. Not thread-safe.
 *
 * <p>A few are compared one by one. Only a larger graph uses identity hashes: the JVM computes one at the first
 * request, which costs more than to write a small object.
 */
final class IdentityTable {

    private static final int FEW = 12;

    private @Nullable Object[] objects = new @Nullable Object[FEW];
    private int size;

    /** Identity hashes of the objects, once there are many; kept, since a table that grows needs them again. */
    private int[] hashes = {};

    /** Hash table with open addressing: an object's number plus one; empty while there are few. */
    private int[] slots = {};

    /** The number of this object, or -1. */
    int find(Object object) {
        if (slots.length == 0) {
            for (int i = 0; i < size; i++) {
                if (objects[i] == object) {
                    return i;
                }
            }
            return -1;
        }
        int hash = hash(object);
        for (int at = hash & (slots.length - 1); slots[at] != 0; at = (at + 1) & (slots.length - 1)) {
            int number = slots[at] - 1;
            if (hashes[number] == hash && objects[number] == object) {
                return number;
            }
        }
        return -1;
    }

    /** Adds an object that is not in the table; returns its number. */
    int add(Object object) {
        if (size == objects.length) {
            grow();
        }
        objects[size] = object;
        if (slots.length > 0) {
            hashes[size] = hash(object);
            insert(size);
        }
        return size++;
    }

    private void grow() {
        objects = Arrays.copyOf(objects, 4 * size);
        int hashed = hashes.length;
        hashes = Arrays.copyOf(hashes, objects.length);
        for (int i = hashed; i < size; i++) {
            hashes[i] = hash(objects[i]);
        }
        slots = new int[Integer.highestOneBit(objects.length) * 4];
        for (int i = 0; i < size; i++) {
            insert(i);
        }
    }

    private void insert(int number) {
        int at = hashes[number] & (slots.length - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = number + 1;
    }

    private static int hash(@Nullable Object object) {
        int hash = System.identityHashCode(object) * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }
}
