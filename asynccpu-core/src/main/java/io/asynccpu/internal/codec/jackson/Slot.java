package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;

/**
 * A place with a declared type: the value itself, a field, an element. Decides which classes are allowed in it and
 * writes the class of each value. Thread-safe.
 *
 * <p>On the wire: null; or the number of a reference, which is negative; or a class (0 for the declared one, a name, or
 * the number of a name) and the object. Where only values of one class without identity are possible, such as strings,
 * only the value is written.
 */
final class Slot {

    private final Shapes shapes;
    private final JavaType type;

    /** Further classes that an annotation or a module announces. */
    private final Set<Class<?>> announced;

    private final @Nullable Shape fixed;

    private final Map<Class<?>, Shape> known = new ConcurrentHashMap<>();
    private final Map<String, Shape> named = new ConcurrentHashMap<>();

    /** The class and shape of the last value, which mostly are those of the next one. */
    private volatile Entry last = new Entry(Void.class, null);

    private volatile @Nullable Entry declared;

    /** A check of the slots that a shape consists of. */
    interface Check {

        /**
         * @param step from the shape's value to the slot, for the path in a message
         */
        void in(String step, Slot slot) throws UncrossableException;
    }

    private record Entry(Class<?> type, @Nullable Shape shape) {}

    Slot(Shapes shapes, JavaType type, Set<Class<?>> announced) {
        this.shapes = shapes;
        this.type = type;
        this.announced = announced;
        this.fixed = null;
    }

    /** Creates a slot whose values all have this shape, whatever their class is. */
    Slot(Shapes shapes, JavaType type, Shape fixed) {
        this.shapes = shapes;
        this.type = type;
        this.announced = Set.of();
        this.fixed = fixed;
    }

    JavaType type() {
        return type;
    }

    /** Whether a field's annotation determines how its values cross. */
    boolean isFixed() {
        return fixed != null;
    }

    Set<Class<?>> announced() {
        return announced;
    }

    void write(@Nullable Object value, GraphWriter out) throws UncrossableException {
        if (value == null) {
            out.out().writeNull();
            return;
        }
        Shape only = only();
        if (only != null) {
            require(value);
            only.write(value, out);
            return;
        }
        Shape shape = shapeOf(value);
        write(value, shape, shape != declared(), out);
    }

    /** Writes the value with its class, since the reader may have another declaration. */
    void writeNamed(Object value, GraphWriter out) throws UncrossableException {
        write(value, shapeOf(value), true, out);
    }

    private void write(Object value, Shape shape, boolean named, GraphWriter out) throws UncrossableException {
        if (!out.begin(value, shape, isOpen())) {
            if (named) {
                out.name(shape);
            } else {
                out.declared();
            }
            shape.write(value, out);
            out.end();
        }
    }

    @Nullable
    Object read(GraphReader in) throws UncrossableException {
        if (in.takeNull()) {
            return null;
        }
        if (declared == null && fixed == null) {
            // To find the declared shape may load application classes.
            in.requireApplicationCodeAllowed();
        }
        Shape only = only();
        if (only != null) {
            return only.read(in, -1);
        }
        return readNamed(in);
    }

    Object readNamed(GraphReader in) throws UncrossableException {
        Shape shape;
        if (in.next() == JsonToken.VALUE_STRING) {
            String name = in.in().getString();
            in.named(name);
            shape = named(name, in);
        } else {
            int number = in.currentInteger();
            if (number < 0) {
                return referred(in, -1 - number);
            }
            shape = number == 0 ? requireDeclared() : named(in.name(number), in);
        }
        int id = in.begin(shape);
        Object value = shape.read(in, id);
        if (shape.isFamily() && !type.getRawClass().isInstance(value)) {
            throw mismatch(value.getClass());
        }
        in.end(id, value);
        return value;
    }

    /** Refuses an object that was read with other type arguments than this slot declares. */
    private Object referred(GraphReader in, int number) throws UncrossableException {
        Shape shape = in.objects().shapeOf(number);
        Object object = in.objects().referred(number);
        if (!type.getRawClass().isInstance(object)) {
            throw mismatch(object.getClass());
        }
        if (!isOpen() && shape != declared() && shape != named(shape.name(), in)) {
            throw UncrossableException.damagedBytes(
                    "a reference to a " + shape.name() + " where " + type + " is declared");
        }
        return object;
    }

    /** The only possible shape if its values need neither a class nor a reference. */
    private @Nullable Shape only() {
        Shape shape = declared();
        return shape != null && shape.isBare() && isFinal() ? shape : null;
    }

    /** Like {@link #holdsOnlyValues()}, but false while the declared shape has not been looked up. */
    boolean isKnownToHoldOnlyValues() {
        return (declared != null || fixed != null) && holdsOnlyValues();
    }

    /** Whether all values of this slot are immutable. */
    boolean holdsOnlyValues() {
        return only() != null;
    }

    /** Whether the slot declares no type arguments, or the parent is trusted to keep to them. */
    private boolean isOpen() {
        return shapes.isTrusted() || type.isJavaLangObject();
    }

    private boolean isFinal() {
        return type.isFinal() || type.isPrimitive() || type.isEnumType();
    }

    private void require(Object value) throws UncrossableException {
        Class<?> raw = type.getRawClass();
        if (!raw.isPrimitive() && !raw.isInstance(value)) {
            throw mismatch(value.getClass());
        }
    }

    private UncrossableException mismatch(Class<?> actual) {
        return new UncrossableException(
                "a " + actual.getName() + " is used where the signature says " + type.toCanonical());
    }

    private Shape requireDeclared() throws UncrossableException {
        Shape shape = declared();
        if (shape == null) {
            throw UncrossableException.damagedBytes("no class where " + type.toCanonical() + " leaves it open");
        }
        return shape;
    }

    /** The shape of the declared type, or null if each value is written with its class. */
    private @Nullable Shape declared() {
        Entry entry = declared;
        if (entry == null && fixed != null) {
            return fixed;
        }
        if (entry == null) {
            entry = new Entry(type.getRawClass(), shapes.ofDeclared(this));
            declared = entry;
        }
        return entry.shape;
    }

    private Shape shapeOf(Object value) throws UncrossableException {
        if (fixed != null) {
            return fixed;
        }
        Class<?> actual = value.getClass();
        Entry entry = last;
        if (entry.type == actual && entry.shape != null) {
            return entry.shape;
        }
        Shape shape = known.get(actual);
        if (shape == null) {
            require(value);
            shape = shapes.of(this, actual);
            known.put(actual, shape);
        }
        last = new Entry(actual, shape);
        return shape;
    }

    private Shape named(String name, GraphReader in) throws UncrossableException {
        Shape shape = named.get(name);
        if (shape == null) {
            in.requireApplicationCodeAllowed();
            shape = shapes.named(this, name);
            named.put(name, shape);
        }
        return shape;
    }
}
