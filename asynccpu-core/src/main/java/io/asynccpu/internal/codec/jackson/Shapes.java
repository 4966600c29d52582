package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/**
 * The shapes of all classes and the slots of all types, for one direction: arguments, which a child trusts, or results,
 * in which a child may only send what the types declare. Thread-safe.
 */
final class Shapes {

    /** The usual class of values that are declared by an interface. */
    private static final Map<Class<?>, Class<?>> USUAL = Map.of(
            Iterable.class, ArrayList.class,
            Collection.class, ArrayList.class,
            List.class, ArrayList.class,
            Set.class, HashSet.class,
            SortedSet.class, TreeSet.class,
            NavigableSet.class, TreeSet.class,
            Map.class, HashMap.class,
            SortedMap.class, TreeMap.class,
            NavigableMap.class, TreeMap.class);

    private record Place(JavaType type, Set<Class<?>> announced) {}

    private final ObjectCodec codec;
    private final ObjectMapper mapper;
    private final ClassLoader loader;
    private final boolean trusted;
    private final JacksonMetadata metadata;
    private final AllowedClasses allowed;
    private final JavaTypes types;
    private final ShapeFactory factory;
    private final Map<Place, Shape> shapes = new ConcurrentHashMap<>();
    private final Map<Place, Slot> slots = new ConcurrentHashMap<>();

    Shapes(ObjectCodec codec, ObjectMapper mapper, ClassLoader loader, boolean trusted) {
        this.codec = codec;
        this.mapper = mapper;
        this.loader = loader;
        this.trusted = trusted;
        this.metadata = new JacksonMetadata(mapper);
        this.allowed = new AllowedClasses(trusted, loader, metadata);
        this.types = new JavaTypes(mapper);
        this.factory = new ShapeFactory(this, metadata);
    }

    /** The codec for the fields of exceptions. */
    ObjectCodec codec() {
        return codec;
    }

    ObjectMapper mapper() {
        return mapper;
    }

    JavaTypes types() {
        return types;
    }

    AllowedClasses allowed() {
        return allowed;
    }

    JacksonMetadata metadata() {
        return metadata;
    }

    /** The loader of the application's classes. */
    ClassLoader loader() {
        return loader;
    }

    /** Whether the messages come from the parent. */
    boolean isTrusted() {
        return trusted;
    }

    Slot slot(JavaType type) {
        return slot(type, Set.of());
    }

    Slot slot(JavaType type, Set<Class<?>> more) {
        return slots.computeIfAbsent(new Place(type, more), place -> new Slot(this, place.type, place.announced));
    }

    Slot slot(Type type) {
        return slot(types.of(type));
    }

    /** The slot of a field, with what its annotations declare. */
    Slot slot(Field field, JavaType type) {
        if (type.isPrimitive()) {
            return slot(type);
        }
        JacksonMetadata.Coders coders = metadata.coders(field);
        return coders == null
                ? slot(type, metadata.subclasses(field))
                : new Slot(this, type, new JacksonShape(type, this, coders.serializer(), coders.deserializer()));
    }

    Slot comparators() {
        return slot(types.of(Comparator.class));
    }

    /** The shape of the usual class of values in a slot, or null if each value is written with its class. */
    @Nullable
    Shape ofDeclared(Slot slot) {
        JavaType type = slot.type();
        Class<?> raw = type.getRawClass();
        Class<?> usual = USUAL.get(raw);
        try {
            if (usual != null) {
                return shape(types.specialize(type, usual), slot.announced());
            }
            boolean open =
                    Modifier.isAbstract(raw.getModifiers()) && !raw.isArray() && !raw.isEnum() && !raw.isPrimitive();
            Shape shape = open && !isCustomFamily(type) ? JdkShapes.of(raw) : shape(type, slot.announced());
            return shape == null || allowed.isPermitted(type, shape) ? shape : null;
        } catch (UncrossableException e) {
            return null;
        }
    }

    /** Whether a module serializes all implementations of an interface of the application. */
    private boolean isCustomFamily(JavaType type) {
        Class<?> raw = type.getRawClass();
        return Modifier.isAbstract(raw.getModifiers())
                && !Fields.isPlatform(raw)
                && !raw.isArray()
                && metadata.isCustom(type);
    }

    /** The shape of a value of this class in this slot. */
    Shape of(Slot slot, Class<?> actual) throws UncrossableException {
        JavaType type = slot.type();
        Shape shape = isCustomFamily(type) ? shape(type) : shape(types.specialize(type, actual), slot.announced());
        if (!trusted && !isCustomFamily(type) && !JavaTypes.declaresSame(type, types.specialize(type, actual))) {
            throw new UncrossableException("a " + actual.getName() + " does not have the type arguments that "
                    + type.toCanonical() + " declares");
        }
        Class<?> made = shape.type();
        if (!shape.isFamily() && !type.getRawClass().isAssignableFrom(made)) {
            throw new UncrossableException("a " + actual.getName() + " arrives as a " + made.getName()
                    + ", which is not a " + type.toCanonical() + "; declare an interface");
        }
        if (!trusted && !allowed.isPermitted(slot, shape)) {
            throw new UncrossableException(RefusalMessages.unannounced(actual, type));
        }
        return shape;
    }

    /** The shape of the class with this name in this slot; a child may name only classes that the slot allows. */
    Shape named(Slot slot, String name) throws UncrossableException {
        JavaType special = types.specialize(slot.type(), allowed.named(slot, name));
        Shape shape = shape(special, slot.announced());
        boolean fits = shape.isFamily() || slot.type().getRawClass().isAssignableFrom(shape.type());
        boolean allows = trusted || (JavaTypes.declaresSame(slot.type(), special) && allowed.isPermitted(slot, shape));
        if (!fits || !allows) {
            throw UncrossableException.damagedBytes(
                    "a " + name + " where the signature says " + slot.type().toCanonical());
        }
        return shape;
    }

    Shape shape(JavaType type) throws UncrossableException {
        return shape(type, Set.of());
    }

    /**
     * The shape of a type, one for each: equal shapes mean equal declarations.
     *
     * @param more classes that a field's annotation announces for the elements of a container
     */
    Shape shape(JavaType type, Set<Class<?>> more) throws UncrossableException {
        Place place = new Place(type, type.getContentType() == null ? Set.of() : more);
        Shape known = shapes.get(place);
        if (known == null) {
            Shape made = factory.create(type, place.announced);
            known = Optional.ofNullable(shapes.putIfAbsent(place, made)).orElse(made);
        }
        return known;
    }
}
