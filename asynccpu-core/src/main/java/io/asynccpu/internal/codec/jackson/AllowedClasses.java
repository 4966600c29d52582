package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.UntrustedClassNames;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * Which classes a value in a slot may have: in arguments any that fits; in results, which come from a child, only the declared
 * class, those that are sealed or announced, and plain ones of the JDK. Thread-safe.
 */
final class AllowedClasses {

    private final boolean trusted;
    private final ClassLoader loader;
    private final JacksonMetadata metadata;

    /**
     * @param loader of the application's classes
     */
    AllowedClasses(boolean trusted, ClassLoader loader, JacksonMetadata metadata) {
        this.trusted = trusted;
        this.loader = loader;
        this.metadata = metadata;
    }

    /** The class of this name in that slot; a child may name only what the slot allows. */
    Class<?> named(Slot slot, String name) throws UncrossableException {
        @Nullable Class<?> plain = JdkShapes.named(name);
        if (plain != null) {
            return plain;
        }
        return trusted ? find(name) : permitted(slot, name);
    }

    boolean isPermitted(Slot slot, Shape shape) {
        return isPermitted(slot.type(), shape) || announcedAt(slot).contains(shape.type());
    }

    boolean isPermitted(JavaType declared, Shape shape) {
        Class<?> raw = declared.getRawClass();
        return trusted
                || shape.isPlain()
                || shape.type() == raw
                || (shape.type() == Throwable.class && Throwable.class.isAssignableFrom(raw));
    }

    private Class<?> find(String name) throws UncrossableException {
        try {
            return UntrustedClassNames.find(name, loader);
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
        throw UncrossableException.damagedBytes(
                "a class " + name + " where the signature says " + slot.type().toCanonical());
    }

    /** The classes that the slot allows besides the declared one. */
    Set<Class<?>> announcedAt(Slot slot) {
        Set<Class<?>> all = new HashSet<>(slot.announced());
        if (!slot.type().isPrimitive() && !slot.type().isArrayType()) {
            all.addAll(metadata.subclasses(slot.type()));
        }
        return all;
    }

    /** The enum with this name; a child may name the declared one only. */
    Class<?> enumNamed(String name, JavaType declared) throws UncrossableException {
        Class<?> raw = declared.getRawClass();
        Class<?> found = raw.getName().equals(name) ? raw : trusted || name.startsWith("java.") ? find(name) : null;
        boolean fits =
                trusted || found == raw || (found != null && raw.isAssignableFrom(found) && Fields.isPlatform(found));
        if (found == null || !found.isEnum() || !fits) {
            throw UncrossableException.damagedBytes(
                    "the enum " + name + " where the signature says " + declared.toCanonical());
        }
        return found;
    }

    /** Refuses an enum that {@link #enumNamed} would not read. */
    void requireEnum(Class<?> actual, JavaType declared) throws UncrossableException {
        if (!trusted && actual != declared.getRawClass() && !Fields.isPlatform(actual)) {
            throw new UncrossableException(RefusalMessages.unannounced(actual, declared));
        }
    }
}
