package io.asynccpu.codec.jackson;

import io.asynccpu.codec.ProcessBoundTypes;
import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.DeclaredMethods;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.LazyState;
import io.asynccpu.codec.reflect.ProxyTypes;
import io.asynccpu.codec.reflect.Singletons;
import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** Decides which shape a class has. */
final class ShapeFactory {

    private final Shapes shapes;
    private final Announced announced;

    ShapeFactory(Shapes shapes, Announced announced) {
        this.shapes = shapes;
        this.announced = announced;
    }

    /**
     * @throws UncrossableException if no value of this class crosses
     */
    Shape create(JavaType type, Set<Class<?>> more) throws UncrossableException {
        Class<?> raw = type.getRawClass();
        Shape plain = PlainShapes.of(raw);
        if (plain != null) {
            return plain;
        }
        if (raw.isPrimitive()) {
            return shapes.shape(shapes.types()
                    .resolve(java.lang.invoke.MethodType.methodType(raw).wrap().returnType(), type));
        }
        if (Enum.class.isAssignableFrom(raw) && raw != Enum.class) {
            return enumeration(raw);
        }
        if (raw.isArray()) {
            return new ObjectArrayShape(raw, shapes.slot(type.getContentType(), more));
        }
        requireData(raw);
        if (Throwable.class.isAssignableFrom(raw)) {
            return new ThrowableShape(shapes);
        }
        return Fields.isPlatform(raw) ? platform(type, raw, more) : application(type, raw);
    }

    private Shape enumeration(Class<?> raw) throws UncrossableException {
        Class<?> declaring = raw.isEnum() ? raw : raw.getSuperclass();
        return raw.isEnum()
                ? new EnumShape(declaring, Fields.isPlatform(declaring))
                : shapes.shape(shapes.types().of(declaring));
    }

    /** Its class has a name in this process only; Java's serialization knows how to make it again. */
    private Shape lambda(Class<?> raw) throws UncrossableException {
        if (!Serializable.class.isAssignableFrom(raw)) {
            throw new UncrossableException("a lambda is code, not data; use a class or a constant instead");
        }
        return shapes.shape(shapes.types().of(Serializable.class));
    }

    private static void requireData(Class<?> raw) throws UncrossableException {
        String stranger = ProxyTypes.reason(raw);
        if (stranger != null) {
            throw new UncrossableException(stranger);
        }
        String bound = Comparator.class.isAssignableFrom(raw) ? null : ProcessBoundTypes.reason(raw);
        if (bound != null) {
            throw new UncrossableException(bound);
        }
    }

    private Shape platform(JavaType type, Class<?> raw, Set<Class<?>> more) throws UncrossableException {
        if (raw == PlainShapes.reversed()) {
            return HolderShape.reversed(raw, shapes.comparators());
        }
        if (raw == Properties.class || raw == SimpleTimeZone.class) {
            return new SerialShape(raw, shapes, false, raw != Properties.class);
        }
        if (raw == Optional.class) {
            return HolderShape.optional(shapes.slot(type.getContentType(), more));
        }
        if (raw == AtomicReference.class) {
            return HolderShape.atomicReference(shapes.slot(type.getContentType(), more));
        }
        if (Map.Entry.class.isAssignableFrom(raw) && !raw.isInterface()) {
            JavaType entry = type.findSuperType(Map.Entry.class);
            Class<?> made = HolderShape.classes().contains(raw) ? raw : java.util.AbstractMap.SimpleEntry.class;
            return HolderShape.entry(
                    made, shapes.slot(entry.containedTypeOrUnknown(0)), shapes.slot(entry.containedTypeOrUnknown(1)));
        }
        if (EnumSet.class.isAssignableFrom(raw)) {
            return EnumCollections.set(type, shapes);
        }
        if (raw == EnumMap.class) {
            return EnumCollections.map(type, shapes);
        }
        Class<?> inside = WrapperShape.contentOf(raw);
        if (inside != null) {
            return new WrapperShape(raw, shapes.slot(shapes.types().filled(type, inside), more));
        }
        Shape collection = collection(type, raw, more);
        if (collection != null) {
            return collection;
        }
        if (announced.isCustom(type)) {
            return new JacksonShape(type, shapes);
        }
        if (raw.isHidden()) {
            return lambda(raw);
        }
        if (raw == Serializable.class || (Serializable.class.isAssignableFrom(raw) && !raw.isInterface())) {
            return new SerialShape(raw, shapes, raw != Serializable.class, false);
        }
        throw new UncrossableException(raw.getName()
                + " is a class of the JDK that is not known as data and is not serializable; pass what it is made of");
    }

    private @Nullable Shape collection(JavaType type, Class<?> raw, Set<Class<?>> more) {
        CollectionKind collection = CollectionKind.of(raw);
        if (collection != null) {
            return new CollectionShape(raw, collection, shapes.slot(type.getContentType(), more), shapes.comparators());
        }
        MapKind map = MapKind.of(raw);
        return map == null
                ? null
                : new MapShape(
                        raw,
                        map,
                        shapes.slot(type.getKeyType(), more),
                        shapes.slot(type.getContentType(), more),
                        shapes.comparators());
    }

    private Shape application(JavaType type, Class<?> raw) throws UncrossableException {
        LazyState lazy = LazyState.ofCollection(raw);
        if (lazy != null) {
            Class<?> view = CollectionStandIns.viewOf(raw);
            if (view == null) {
                throw new UncrossableException(raw.getName() + " is a collection that is not known");
            }
            return new LazyCollectionShape(lazy, shapes.shape(shapes.types().filled(type, view)));
        }
        if (announced.isCustom(type)) {
            JavaType made = announced.madeFor(type);
            return made.equals(type) ? new JacksonShape(type, shapes) : shapes.shape(made);
        }
        Object single = Singletons.of(raw);
        if (single != null) {
            return new SingletonShape(single, raw.getName().startsWith("kotlin."));
        }
        if (Modifier.isAbstract(raw.getModifiers())) {
            throw new UncrossableException(Refusals.isAbstract(raw));
        }
        if (raw.isRecord()) {
            return new RecordShape(type, shapes);
        }
        if (raw.isHidden()) {
            return lambda(raw);
        }
        Class<?> platform = Fields.platformSuperclass(raw);
        boolean hidden =
                Fields.hasState(platform) && CollectionKind.of(platform) == null && MapKind.of(platform) == null;
        if (Serializable.class.isAssignableFrom(raw)
                && KnownSubclasses.of(raw).isEmpty()
                && (hidden || hasFormOfItsOwn(raw))) {
            return new SerialShape(raw, shapes, true, false);
        }
        return new BeanShape(type, shapes);
    }

    /** Whether it writes something else than its fields. */
    private static boolean hasFormOfItsOwn(Class<?> raw) {
        return Externalizable.class.isAssignableFrom(raw)
                || DeclaredMethods.has(raw, "writeReplace", 0)
                || DeclaredMethods.has(raw, "writeObject", 1);
    }
}
