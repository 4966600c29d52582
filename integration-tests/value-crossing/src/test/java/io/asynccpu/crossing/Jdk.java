package io.asynccpu.crossing;

/** Which classes are the JDK's. */
final class Jdk {

    private Jdk() {}

    static boolean has(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    /** The nearest superclass, or the class itself, that is the JDK's. */
    static Class<?> parent(Class<?> type) {
        Class<?> parent = type;
        while (!has(parent)) {
            parent = parent.getSuperclass();
        }
        return parent;
    }
}
