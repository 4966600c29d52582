package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.ProcessBoundTypes;
import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.DeclaredMethods;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.KotlinObjects;
import io.asynccpu.internal.codec.reflect.LazyState;
import io.asynccpu.internal.codec.reflect.ProxyTypes;
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

/** Selects and creates the shape of a class. */
final class ShapeFactory {

    private final Shapes shapes;
    private final JacksonMetadata metadata;

    ShapeFactory(Shapes shapes, JacksonMetadata metadata) {
        this.shapes = shapes;
        this.metadata = metadata;
    }

    /**
     * Creates the shape of a type.
     *
     * @param more classes that a field's annotation announces for the elements of a container
     * @throws UncrossableException if no value of this class can cross
     */
    Shape create(JavaType type, Set<Class<?>> more) throws UncrossableException {
        Class<?> raw = type.getRawClass();
        Shape plain = JdkShapes.of(raw);
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

    /** The class of a lambda exists in this process only; Java serialization can create it again. */
    private Shape lambda(Class<?> raw) throws UncrossableException {
        if (!Serializable.class.isAssignableFrom(raw)) {
            throw new UncrossableException("a lambda is code, not data; use a class or a constant instead");
        }
        return shapes.shape(shapes.types().of(Serializable.class));
    }

    private static void requireData(Class<?> raw) throws UncrossableException {
        String proxy = ProxyTypes.reason(raw);
        if (proxy != null) {
            throw new UncrossableException(proxy);
        }
        String bound = Comparator.class.isAssignableFrom(raw) ? null : ProcessBoundTypes.reason(raw);
        if (bound != null) {
            throw new UncrossableException(bound);
        }
    }

    private Shape platform(JavaType type, Class<?> raw, Set<Class<?>> more) throws UncrossableException {
        if (raw == JdkShapes.reversed()) {
            return HolderShape.reversed(raw, shapes.comparators());
        }
        if (raw == Properties.class || raw == SimpleTimeZone.class) {
            return new SerializedShape(raw, shapes, false, raw != Properties.class);
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
            return EnumCollectionShape.set(type, shapes);
        }
        if (raw == EnumMap.class) {
            return EnumCollectionShape.map(type, shapes);
        }
        Class<?> inside = WrapperShape.contentOf(raw);
        if (inside != null) {
            return new WrapperShape(raw, shapes.slot(shapes.types().filled(type, inside), more));
        }
        Shape collection = collection(type, raw, more);
        if (collection != null) {
            return collection;
        }
        if (metadata.isCustom(type)) {
            return new JacksonShape(type, shapes);
        }
        if (raw.isHidden()) {
            return lambda(raw);
        }
        if (raw == Serializable.class || (Serializable.class.isAssignableFrom(raw) && !raw.isInterface())) {
            return new SerializedShape(raw, shapes, raw != Serializable.class, false);
        }
        throw new UncrossableException(
                raw.getName() + " is a JDK class that is neither supported nor serializable; pass its parts");
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
                throw new UncrossableException(raw.getName() + " is an unsupported collection");
            }
            return new LazyCollectionShape(lazy, shapes.shape(shapes.types().filled(type, view)));
        }
        if (metadata.isCustom(type)) {
            JavaType made = metadata.madeFor(type);
            return made.equals(type) ? new JacksonShape(type, shapes) : shapes.shape(made);
        }
        Object single = KotlinObjects.instanceOf(raw);
        if (single != null) {
            return new SingletonShape(single, raw.getName().startsWith("kotlin."));
        }
        if (Modifier.isAbstract(raw.getModifiers())) {
            throw new UncrossableException(RefusalMessages.isAbstract(raw));
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
                && JsonNodeClasses.of(raw).isEmpty()
                && (hidden || hasFormOfItsOwn(raw))) {
            return new SerializedShape(raw, shapes, true, false);
        }
        return new BeanShape(type, shapes);
    }

    /** Whether the class has its own serialized form, other than its fields. */
    private static boolean hasFormOfItsOwn(Class<?> raw) {
        return Externalizable.class.isAssignableFrom(raw)
                || DeclaredMethods.has(raw, "writeReplace", 0)
                || DeclaredMethods.has(raw, "writeObject", 1);
    }
}
