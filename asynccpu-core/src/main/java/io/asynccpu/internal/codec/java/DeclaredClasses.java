package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.reflect.Fields;
import java.io.ObjectInputFilter;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a type declares: the type, its type arguments and, for application classes, their superclasses,
 * sealed subclasses and the types of their fields, transitively. A child may send only these and the
 * {@link JdkDataClasses}.
 */
final class DeclaredClasses {

    private static final int DEEPEST = 200;

    private static final long MOST_REFERENCES = 20_000_000;

    private final Set<Class<?>> classes = new HashSet<>();
    private final Set<Type> seen = new HashSet<>();

    DeclaredClasses(Type type) {
        add(type);
    }

    /** Creates a filter for one stream. */
    Filter filter(long streamBytes) {
        return new Filter(streamBytes);
    }

    private void add(@Nullable Type type) {
        if (type == null || !seen.add(type)) {
            return;
        }
        if (type instanceof Class<?> declared) {
            addClass(declared.isArray() ? component(declared) : declared);
        } else if (type instanceof ParameterizedType parameterized) {
            add(parameterized.getRawType());
            addAll(parameterized.getActualTypeArguments());
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            addAll(wildcard.getUpperBounds());
        } else if (type instanceof TypeVariable<?> variable) {
            addAll(variable.getBounds());
        }
    }

    private void addAll(Type[] types) {
        for (Type type : types) {
            add(type);
        }
    }

    private void addClass(Class<?> declared) {
        if (declared.isPrimitive() || !classes.add(declared)) {
            return;
        }
        if (Fields.isPlatform(declared)) {
            addForm(declared);
            return;
        }
        add(declared.getGenericSuperclass());
        Class<?>[] permitted = declared.getPermittedSubclasses();
        if (permitted != null) {
            addAll(permitted);
        }
        for (Field field : declared.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                add(field.getGenericType());
            }
        }
    }

    /** For a JDK class: its superclasses and the types of its fields, or its serialization proxy, are in the stream. */
    private void addForm(Class<?> declared) {
        if (declared.isInterface() || declared == Object.class) {
            return;
        }
        add(declared.getSuperclass());
        for (Class<?> nested : declared.getDeclaredClasses()) {
            if (nested.getSimpleName().equals("SerializationProxy")) {
                add(nested);
            }
        }
        for (Field field : declared.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                add(field.getType());
            }
        }
    }

    private static Class<?> component(Class<?> array) {
        Class<?> component = array;
        for (Class<?> next = array; next != null; next = next.getComponentType()) {
            component = next;
        }
        return component;
    }

    /** A filter that keeps a description of what it refused, for the message. */
    final class Filter implements ObjectInputFilter {

        private final long longestArrays;
        private long arrays;
        private @Nullable String refused;

        Filter(long streamBytes) {
            // The limit for all arrays together. An element takes at least one byte, and a hash table is at most four
            // times as long as it has entries.
            this.longestArrays = 64 + 4 * streamBytes;
        }

        @Nullable
        String refused() {
            return refused;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.depth() > DEEPEST) {
                refused = "objects nested deeper than " + DEEPEST;
            } else if (info.references() > MOST_REFERENCES) {
                refused = "more than " + MOST_REFERENCES + " objects";
            } else if (info.arrayLength() > 0 && (arrays += info.arrayLength()) > longestArrays) {
                refused = "arrays of " + arrays + " elements, which its bytes cannot hold";
            } else if (info.serialClass() != null && !allows(info.serialClass())) {
                refused = "the class " + info.serialClass().getName() + ", which the signature does not declare";
            } else {
                return info.serialClass() == null ? Status.UNDECIDED : Status.ALLOWED;
            }
            return Status.REJECTED;
        }

        boolean allows(Class<?> type) {
            Class<?> element = component(type);
            return element.isPrimitive()
                    || classes.contains(element)
                    || (type.isArray() ? JdkDataClasses.mayBeElement(element) : JdkDataClasses.contains(element));
        }
    }
}
