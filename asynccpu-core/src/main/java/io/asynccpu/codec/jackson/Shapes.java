package io.asynccpu.codec.jackson;

import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.NamedClasses;
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
 * The shapes of all classes and the slots of all types, for one direction: arguments, which a child takes from the parent as
 * they are, or results, in which a child may send only what the types say. Thread-safe.
 */
final class Shapes {

    /** What stands behind a type that only says what can be done with it. */
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
    private final Announced announced;
    private final ShapeFactory factory;
    private final Map<Place, Shape> shapes = new ConcurrentHashMap<>();
    private final Map<Place, Slot> slots = new ConcurrentHashMap<>();

    Shapes(ObjectCodec codec, ObjectMapper mapper, ClassLoader loader, boolean trusted) {
        this.codec = codec;
        this.mapper = mapper;
        this.loader = loader;
        this.trusted = trusted;
        this.announced = new Announced(mapper);
        this.factory = new ShapeFactory(this, announced);
    }

    /** For the fields of exceptions. */
    ObjectCodec codec() {
        return codec;
    }

    ObjectMapper mapper() {
        return mapper;
    }

    Announced announced() {
        return announced;
    }

    /** Of the application's classes. */
    ClassLoader loader() {
        return loader;
    }

    /** Whether the bytes come from the parent. */
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
        return slot(mapper.constructType(type));
    }

    /** The place that a field is, with all that its annotations say. */
    Slot slot(Field field, JavaType type) {
        if (type.isPrimitive()) {
            return slot(type);
        }
        Shape custom = announced.custom(field, type, this);
        return custom == null ? slot(type, announced.subclasses(field)) : new Slot(this, type, custom);
    }

    Slot comparators() {
        return slot(mapper.constructType(Comparator.class));
    }

    /** The type as it is within the given one, whose type arguments are known. */
    JavaType resolve(Type type, JavaType within) {
        return mapper.getTypeFactory().resolveMemberType(type, within.getBindings());
    }

    /** The shape of what mostly stands in a place of this type, or null if its values always say what they are. */
    @Nullable
    Shape ofDeclared(Slot slot) {
        JavaType type = slot.type();
        Class<?> raw = type.getRawClass();
        Class<?> usual = USUAL.get(raw);
        try {
            if (usual != null) {
                return shape(specialize(type, usual), slot.announced());
            }
            boolean open =
                    Modifier.isAbstract(raw.getModifiers()) && !raw.isArray() && !raw.isEnum() && !raw.isPrimitive();
            Shape shape = open && !isCustomFamily(type) ? PlainShapes.of(raw) : shape(type, slot.announced());
            return shape == null || isPermitted(type, shape) ? shape : null;
        } catch (UncrossableException e) {
            return null;
        }
    }

    /** Whether a module takes care of all implementations of an interface of the application. */
    private boolean isCustomFamily(JavaType type) {
        Class<?> raw = type.getRawClass();
        return Modifier.isAbstract(raw.getModifiers())
                && !Fields.isPlatform(raw)
                && !raw.isArray()
                && announced.isCustom(type);
    }

    /** The shape of a value of that class in that place. */
    Shape of(Slot slot, Class<?> actual) throws UncrossableException {
        JavaType type = slot.type();
        Shape shape = isCustomFamily(type) ? shape(type) : shape(specialize(type, actual), slot.announced());
        if (!trusted && !isCustomFamily(type) && !declaresSame(type, specialize(type, actual))) {
            throw new UncrossableException(
                    "a " + actual.getName() + " does not hold what " + type.toCanonical() + " declares");
        }
        Class<?> made = shape.type();
        if (!shape.isFamily() && !type.getRawClass().isAssignableFrom(made)) {
            throw new UncrossableException("a " + actual.getName() + " arrives as a " + made.getName()
                    + ", which is not a " + type.toCanonical() + "; declare an interface");
        }
        if (!trusted && !isPermitted(slot, shape)) {
            throw new UncrossableException(Refusals.unannounced(actual, type));
        }
        return shape;
    }

    /** The shape of the class of this name in that place; a child may name only what the place permits. */
    Shape named(Slot slot, String name) throws UncrossableException {
        Class<?> found = PlainShapes.named(name);
        if (found == null) {
            found = trusted ? find(name) : permitted(slot, name);
        }
        JavaType special = specialize(slot.type(), found);
        Shape shape = shape(special, slot.announced());
        if (!trusted && !declaresSame(slot.type(), special)) {
            throw GraphReader.damaged(
                    "a " + name + " where the signature says " + slot.type().toCanonical());
        }
        boolean fits = shape.isFamily() || slot.type().getRawClass().isAssignableFrom(shape.type());
        if (!fits || !(trusted || isPermitted(slot, shape))) {
            throw GraphReader.damaged(
                    "a " + name + " where the signature says " + slot.type().toCanonical());
        }
        return shape;
    }

    private Class<?> find(String name) throws UncrossableException {
        try {
            return NamedClasses.find(name, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new UncrossableException("the class " + name + " cannot be loaded here: " + e, e);
        }
    }

    private Class<?> permitted(Slot slot, String name) throws UncrossableException {
        if (slot.type().getRawClass().getName().equals(name)) {
            return slot.type().getRawClass();
        }
        for (Class<?> each : announcedAt(slot)) {
            if (each.getName().equals(name)) {
                return each;
            }
        }
        if (name.startsWith("[")) {
            String element = name.replaceAll("^\\[+L?|;$", "");
            if (element.length() == 1 || element.startsWith("java.")) {
                return find(name);
            }
        }
        if (name.startsWith("kotlin.collections.Empty")) {
            return find(name);
        }
        if (name.startsWith("java.")) {
            Class<?> constant = find(name);
            if (constant.isEnum() && Fields.isPlatform(constant)) {
                return constant;
            }
        }
        throw GraphReader.damaged(
                "a class " + name + " where the signature says " + slot.type().toCanonical());
    }

    private boolean isPermitted(Slot slot, Shape shape) {
        return isPermitted(slot.type(), shape) || announcedAt(slot).contains(shape.type());
    }

    private boolean isPermitted(JavaType declared, Shape shape) {
        Class<?> raw = declared.getRawClass();
        return trusted
                || shape.isPlain()
                || shape.type() == raw
                || (shape instanceof ThrowableShape && Throwable.class.isAssignableFrom(raw));
    }

    /** The classes that may stand there besides the declared one. */
    Set<Class<?>> announcedAt(Slot slot) {
        Set<Class<?>> all = new HashSet<>(slot.announced());
        if (!slot.type().isPrimitive() && !slot.type().isArrayType()) {
            all.addAll(announced.subclasses(slot.type()));
        }
        return all;
    }

    /** The enum of that name, which must be the declared one where a child says it. */
    Class<?> enumNamed(String name, JavaType declared) throws UncrossableException {
        Class<?> raw = declared.getRawClass();
        Class<?> found = raw.getName().equals(name) ? raw : trusted || name.startsWith("java.") ? find(name) : null;
        boolean fits =
                trusted || found == raw || (found != null && raw.isAssignableFrom(found) && Fields.isPlatform(found));
        if (found == null || !found.isEnum() || !fits) {
            throw GraphReader.damaged("the enum " + name + " where the signature says " + declared.toCanonical());
        }
        return found;
    }

    /** Whether a class of the JDK has the type arguments that the place declares, so that nobody finds others there later. */
    private static boolean declaresSame(JavaType declared, JavaType actual) {
        JavaType same = declared.hasGenericTypes() && Fields.isPlatform(actual.getRawClass())
                ? actual.findSuperType(declared.getRawClass())
                : null;
        return same == null || same.getBindings().equals(declared.getBindings());
    }

    /** Refuses to write what {@link #enumNamed} will not read. */
    void requireEnum(Class<?> actual, JavaType declared) throws UncrossableException {
        if (!trusted && actual != declared.getRawClass() && !Fields.isPlatform(actual)) {
            throw new UncrossableException(Refusals.unannounced(actual, declared));
        }
    }

    /** Of the class that takes what a collection or map of this type holds. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is one of ours
    JavaType filled(JavaType type, Class<?> collection) {
        return Map.class.isAssignableFrom(collection)
                ? mapper.getTypeFactory().constructMapType((Class) collection, type.getKeyType(), type.getContentType())
                : mapper.getTypeFactory().constructCollectionType((Class) collection, type.getContentType());
    }

    JavaType specialize(JavaType declared, Class<?> actual) {
        if (declared.getRawClass() == actual) {
            return declared;
        }
        Class<?> view = ShapeFactory.standIn(actual);
        if (view != null && declared.getRawClass().isAssignableFrom(view)) {
            // A nested class of a map knows nothing of the map's types.
            return filled(declared.getContentType() == null ? mapper.constructType(actual) : declared, view);
        }
        if (actual.isArray() && declared.isArrayType()) {
            return mapper.getTypeFactory()
                    .constructArrayType(specialize(declared.getContentType(), actual.getComponentType()));
        }
        try {
            if (declared.getRawClass().isAssignableFrom(actual) && !declared.isJavaLangObject()) {
                return mapper.getTypeFactory().constructSpecializedType(declared, actual);
            }
        } catch (IllegalArgumentException e) {
            // Type arguments that do not fit: then none is known.
        }
        return mapper.constructType(actual);
    }

    Shape shape(JavaType type) throws UncrossableException {
        return shape(type, Set.of());
    }

    /**
     * One for each type: that two are the same tells that they declare the same.
     *
     * @param more classes that an annotation of a field announces for what a container in it holds
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
