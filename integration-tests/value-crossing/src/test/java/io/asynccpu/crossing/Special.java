package io.asynccpu.crossing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import kotlin.Lazy;
import org.hibernate.Hibernate;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.proxy.HibernateProxy;

/** Reflection on application classes, and what their fields do not say. */
final class Special {

    /** What is computed on the first need and kept; Kotlin's collections are compared by their elements. */
    private static final Set<String> CACHES = Set.of(
            "org.springframework.util.MimeType.toStringValue",
            "org.springframework.http.ContentDisposition.toStringValue",
            "org.hibernate.proxy.pojo.BasicLazyInitializer.replacement",
            "kotlin.text.Regex._options");

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (!type.getName().startsWith("kotlin.collections.")
                        && !Modifier.isStatic(modifiers)
                        && !Modifier.isTransient(modifiers)
                        && !CACHES.contains(type.getName() + "." + field.getName())) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
            return fields;
        }
    };

    private static final ClassValue<Boolean> SINGLETONS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasInstance(type);
        }
    };

    private Special() {}

    /** The class's own ones. */
    static List<Field> fields(Class<?> type) {
        return FIELDS.get(type);
    }

    static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kotlin's {@code object}: there is one of it, and it is compared by reference. */
    static boolean isSingleton(Object value) {
        return SINGLETONS.get(value.getClass());
    }

    private static boolean hasInstance(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .anyMatch(field -> field.getName().equals("INSTANCE")
                        && Modifier.isStatic(field.getModifiers())
                        && field.getType() == type);
    }

    /** A collection that would ask the database. */
    static boolean isUninitialized(Object value) {
        return value instanceof PersistentCollection<?> collection && !collection.wasInitialized();
    }

    /** Whether these stand for other values, by which they are compared: the object itself is only the way to it. */
    static boolean stands(DeepComparison comparison, Object sent, Object arrived) {
        if (sent instanceof Lazy<?> lazy && arrived instanceof Lazy<?> other) {
            comparison.and("value", lazy.getValue(), other.getValue());
            return true;
        }
        if (loaded(sent) != sent) {
            comparison.and("loaded", loaded(sent), loaded(arrived));
            return true;
        }
        return false;
    }

    private static Object loaded(Object value) {
        return value instanceof HibernateProxy && Hibernate.isInitialized(value) ? Hibernate.unproxy(value) : value;
    }
}
