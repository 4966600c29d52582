package io.asynccpu.codec;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds classes by names that a child sent, and initialises none. Class loaders remember each name that they were ever asked
 * for, so a hostile child must not make up names without end: once many were unknown, a loader is asked only for what has a
 * class file. Thread-safe.
 */
public final class NamedClasses {

    private static final int LONGEST_NAME = 1_000;
    private static final int MOST_UNKNOWN = 1_000;

    /** Of all loaders, as they delegate to each other. */
    private static final AtomicInteger UNKNOWN = new AtomicInteger();

    private NamedClasses() {}

    /**
     * @param name as {@link Class#getName()} gives it
     */
    public static Class<?> find(String name, ClassLoader loader) throws ClassNotFoundException {
        if (name.length() > LONGEST_NAME) {
            throw new ClassNotFoundException("A name of " + name.length() + " characters");
        }
        if (UNKNOWN.get() >= MOST_UNKNOWN && !hasFile(name, loader)) {
            throw new ClassNotFoundException(name);
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            UNKNOWN.incrementAndGet();
            throw e;
        }
    }

    private static boolean hasFile(String name, ClassLoader loader) {
        String element = name.startsWith("[") ? name.replaceAll("^\\[+L?|;$", "") : name;
        // Of a letter for an array of primitives there is none.
        return element.length() <= 1 || loader.getResource(element.replace('.', '/') + ".class") != null;
    }
}
