package io.asynccpu.internal.codec.reflect;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractQueue;
import java.util.AbstractSequentialList;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Instance fields of application classes, including those of their application superclasses. */
public final class Fields {

    /** Superclasses without state of their own: subclasses implement their storage. */
    private static final Set<Class<?>> STATELESS = Set.of(
            Object.class,
            Number.class,
            AbstractCollection.class,
            AbstractList.class,
            AbstractSequentialList.class,
            AbstractSet.class,
            AbstractQueue.class,
            AbstractMap.class);

    private Fields() {}

    /** Whether the class belongs to the JDK, whose fields are not accessible. */
    public static boolean isPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** All fields that are neither static nor transient, those of superclasses first. */
    public static List<Field> of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && !isPlatform(each); each = each.getSuperclass()) {
            fields.addAll(0, declared(each));
        }
        return fields;
    }

    /** The fields of this class alone. Fails if the class of one is missing. */
    public static List<Field> declared(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                fields.add(field);
            }
        }
        return fields;
    }

    public static boolean hasTransient(Class<?> type) {
        for (Class<?> each = type; each != null && !isPlatform(each); each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && Modifier.isTransient(field.getModifiers())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The class itself if it belongs to the JDK, otherwise its nearest superclass that does. */
    public static Class<?> platformSuperclass(Class<?> type) {
        Class<?> each = type;
        while (!isPlatform(each)) {
            each = each.getSuperclass();
        }
        return each;
    }

    /**
     * Whether instances of a class of the JDK have state, including transient fields, which JDK classes often serialize
     * in a form of their own.
     */
    public static boolean hasState(Class<?> platform) {
        for (Class<?> each = platform; each != null && !STATELESS.contains(each); each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return true;
                }
            }
        }
        return false;
    }
}
