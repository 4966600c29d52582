package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Writes one graph of objects: keeps which objects have been written, the path to the present one, and the class names
 * that have a number. Not thread-safe.
 */
final class GraphWriter {

    /** A level takes a few stack frames, in the reader, too. */
    static final int DEEPEST = 500;

    private final JsonGenerator out;
    private final boolean trusted;
    private final IdentityTable met = new IdentityTable();
    private final List<Shape> shapes = new ArrayList<>(4);
    private Map<String, Integer> names = Map.of();

    /** Numbers of the objects that are being written, the outermost first. */
    private int[] path = new int[16];

    private int depth;
    private Map<Shape, Integer> shapesToReadBack = Map.of();
    private boolean readBackRequired;

    /** Numbers of objects that refer to an object that was incomplete then. */
    private final BitSet tainted = new BitSet();

    /** @param trusted whether the message goes to a child, which trusts it */
    GraphWriter(JsonGenerator out, boolean trusted) {
        this.out = out;
        this.trusted = trusted;
    }

    boolean isTrusted() {
        return trusted;
    }

    /** Part of the graph is written by code that does not tell which objects it holds. */
    void requireReadBack() {
        readBackRequired = true;
    }

    JsonGenerator out() {
        return out;
    }

    /**
     * Writes a reference if the object was written before; otherwise the object must follow.
     *
     * @param open whether the slot accepts the object whatever type arguments it was written with
     * @return whether a reference was written
     */
    boolean begin(Object value, Shape shape, boolean open) throws UncrossableException {
        if (depth == DEEPEST) {
            throw new UncrossableException(
                    "it is nested more than " + DEEPEST + " levels deep; pass a flatter form, such as a list");
        }
        if (shape.mustReadBack()) {
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

    /** Guard against an object that is created or hashed from one that refers to an incomplete object. */
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
            readBackRequired |= shapes.get(path[level]).isMadeLast();
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

    /** The object at this level refers to itself through those at the levels below. */
    private void closeCircle(int level) throws UncrossableException {
        Shape shape = shapes.get(path[level]);
        if (shape.isMadeLast()) {
            throw new UncrossableException("it refers to itself through a " + shape.name()
                    + ", which can only be created after what it holds; let the cycle begin at an object with fields that"
                    + " are not final, or leave out one reference");
        }
        for (int at = level + 1; at < depth; at++) {
            // The constructor of an object that is made last receives an incomplete object, and may copy it.
            taint(at);
        }
    }

    /** Objects such as {@code List.of()} are one instance for all element types, so a second instance is as good. */
    private void requireCopyable(int number, Shape shape) throws UncrossableException {
        if (!shape.isMadeLast() || !Fields.isPlatform(shape.type())) {
            throw new UncrossableException("one " + shape.name()
                    + " is used in two places that declare different type arguments; declare the same in both");
        }
        for (int at = 0; at < depth; at++) {
            if (path[at] == number) {
                throw new UncrossableException("it refers to itself in a place of another type");
            }
        }
    }

    /** Writes the class of the object that follows: a new name, or the number of a known one. */
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
            // An unpaired surrogate has no UTF-8 form.
            out.writeBinary(Utf16.utf16(text));
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
        if (shapesToReadBack.isEmpty()) {
            shapesToReadBack = new HashMap<>();
        }
        shapesToReadBack.merge(shape, 1, Integer::sum);
    }

    /** The shapes whose first values have just been written, with their number. */
    Map<Shape, Integer> shapesToReadBack() {
        return shapesToReadBack;
    }

    /** Whether this graph must be read back and compared, whatever its shapes are. */
    boolean isReadBackRequired() {
        return readBackRequired;
    }
}
