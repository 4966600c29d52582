package io.asynccpu.internal.codec.reflect;

import java.lang.reflect.Method;

/** Methods that an application class or one of its application superclasses declares, private ones included. */
public final class DeclaredMethods {

    private DeclaredMethods() {}

    public static boolean has(Class<?> type, String name, int parameters) {
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == parameters) {
                    return true;
                }
            }
        }
        return false;
    }
}
