package io.asynccpu.codec.jackson;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one graph of objects: knows which of them it has met, where it stands and which classes it has named. Not
 * thread-safe.
 */
final class GraphWriter {

    /** A level takes a few frames of the stack, in the reader, too. */
    static final int DEEPEST = 500;

    private final JsonGenerator out;
    private final boolean trusted;
    private final IdentityTable met = new IdentityTable();
    private final List<Shape> shapes = new ArrayList<>(4);
    private Map<String, Integer> names = Map.of();

    /** The objects that are being written, the outermost first, by number. */
    private int[] path = new int[16];

    private int depth;
    private Map<Shape, Integer> unproven = Map.of();
    private boolean doubtful;

    /** Objects that refer to one that was not complete when they were. */
    private final BitSet tainted = new BitSet();

    /**
     * @param trusted whether it is for a child, which believes all
     */
    GraphWriter(JsonGenerator out, boolean trusted) {
        this.out = out;
        this.trusted = trusted;
    }

    boolean isTrusted() {
        return trusted;
    }

    /** Something in it is written by a code that does not tell which objects it holds. */
    void doubt() {
        doubtful = true;
    }

    JsonGenerator out() {
        return out;
    }

    /**
     * Writes a reference if the object was met before; else what follows is the object.
     *
     * @param open whether the place takes the object whatever type arguments it was written with
     * @return whether it was written
     */
    boolean begin(Object value, Shape shape, boolean open) throws UncrossableException {
        if (depth == DEEPEST) {
            throw new UncrossableException(
                    "it is nested more than " + DEEPEST + " levels deep; pass a flatter form, such as a list");
        }
        if (shape.isUnproven()) {
            remember(shape);
        }
        int number = -1;
        if (shape.isShared()) {
            number = met.find(value);
            if (number >= 0 && (open || shapes.get(number) == shape)) {
                requireComplete(number);
                refer(number);
                return true;
            }
            Object known = value;
            if (number >= 0) {
                requireCopyable(number, shape);
                known = new Object();
            }
            number = met.add(known);
            shapes.add(shape);
        }
        if (depth == path.length) {
            path = Arrays.copyOf(path, 2 * depth);
        }
        path[depth++] = number;
        return false;
    }

    void end() {
        depth--;
    }

    /** Guards against something that is made, or hashed, of an object that refers to one that is not complete yet. */
    private void requireComplete(int number) {
        if (tainted.get(number)) {
            for (int at = 0; at < depth; at++) {
                taint(at);
            }
        }
    }

    private void taint(int level) {
        if (path[level] >= 0) {
            tainted.set(path[level]);
            doubtful |= shapes.get(path[level]).isMadeLast();
        }
    }

    private void refer(int number) throws UncrossableException {
        for (int at = depth - 1; at >= 0; at--) {
            if (path[at] == number) {
                closeCircle(at);
                break;
            }
        }
        out.writeNumber(-1 - number);
    }

    /** The object at this level refers to itself by way of those on the levels below. */
    private void closeCircle(int level) throws UncrossableException {
        Shape shape = shapes.get(path[level]);
        if (shape.isMadeLast()) {
            throw new UncrossableException("it refers to itself by way of a " + shape.name()
                    + ", which can only be made of what it holds; let the circle begin at an object with fields that"
                    + " are not final, or leave out one reference");
        }
        for (int at = level + 1; at < depth; at++) {
            // If it is made last, its constructor gets something that is not complete yet, and may copy it.
            taint(at);
        }
    }

    /** Such as {@code List.of()}, which is one object for all types of elements, so a second one is as good. */
    private void requireCopyable(int number, Shape shape) throws UncrossableException {
        if (!shape.isMadeLast() || !Fields.isPlatform(shape.type())) {
            throw new UncrossableException("one " + shape.name()
                    + " stands in two places that declare different type arguments; declare the same in both");
        }
        for (int at = 0; at < depth; at++) {
            if (path[at] == number) {
                throw new UncrossableException("it refers to itself in a place of another type");
            }
        }
    }

    /** The class of what follows; 0 says that it is the one that the place declares. */
    void name(Shape shape) {
        Integer known = names.get(shape.name());
        if (known != null) {
            out.writeNumber(known);
            return;
        }
        if (names.isEmpty()) {
            names = new HashMap<>();
        }
        names.put(shape.name(), names.size() + 1);
        out.writeString(shape.name());
    }

    void declared() {
        out.writeNumber(0);
    }

    void string(String text) {
        if (hasSurrogates(text)) {
            // Half of a pair has no UTF-8 form.
            out.writeBinary(Texts.utf16(text));
        } else {
            out.writeString(text);
        }
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private void remember(Shape shape) {
        if (unproven.isEmpty()) {
            unproven = new HashMap<>();
        }
        unproven.merge(shape, 1, Integer::sum);
    }

    /** Those whose first values have just been written, and how many. */
    Map<Shape, Integer> unproven() {
        return unproven;
    }

    /** Whether only reading it back tells that this graph arrives as it is. */
    boolean isDoubtful() {
        return doubtful;
    }
}
