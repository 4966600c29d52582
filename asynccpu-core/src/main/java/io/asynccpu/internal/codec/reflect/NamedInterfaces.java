package io.asynccpu.internal.codec.reflect;

import org.jspecify.annotations.Nullable;

/** Interfaces of frameworks that need not be on the class path, so that they are known by name only. */
final class NamedInterfaces {

    private NamedInterfaces() {}

    /** The interface with this name that an application class implements, or null. */
    static @Nullable Class<?> find(Class<?> type, String name) {
        for (Class<?> each = type; each != null && !Fields.isPlatform(each); each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                Class<?> found = implemented.getName().equals(name) ? implemented : findExtended(implemented, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable Class<?> findExtended(Class<?> type, String name) {
        for (Class<?> extended : type.getInterfaces()) {
            Class<?> found = extended.getName().equals(name) ? extended : findExtended(extended, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
