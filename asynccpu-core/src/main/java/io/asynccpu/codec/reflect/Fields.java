package io.asynccpu.codec.reflect;

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

/** The state of a class of the application: its own fields and those of its superclasses up to the JDK's. */
public final class Fields {

    /** What these hold is made of what their subclasses do. */
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

    /** Whether it comes with the JDK, which keeps its fields to itself. */
    public static boolean isPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** Of superclasses first. */
    public static List<Field> of(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && !isPlatform(each); each = each.getSuperclass()) {
            fields.addAll(0, declared(each));
        }
        return fields;
    }

    /** Those of this class alone. Fails if the class of one is missing. */
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

    /** The nearest superclass that comes with the JDK. */
    public static Class<?> platformSuperclass(Class<?> type) {
        Class<?> each = type;
        while (!isPlatform(each)) {
            each = each.getSuperclass();
        }
        return each;
    }

    /** Whether instances of a class of the JDK hold anything: mostly it is transient, as they write it in a way of their own. */
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
