package io.asynccpu.codec.reflect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds classes by names that a child sent, and initialises none. Class loaders remember each name that they were ever asked
 * for, so a hostile child must not make up names without end: once many were unknown, a loader is asked only for what has a
 * class file. Thread-safe.
 */
public final class NamedClasses {

    private static final int LONGEST_NAME = 1_000;
    private static final int MOST_UNKNOWN = 1_000;

    /** Of frames, which are also named after classes that no parent has loaded yet. */
    private static final int MOST_FRAMES = 10_000;

    private static final int LONGEST_FRAME = 256;

    /** Stands before the name of a class that nobody is to look for. */
    private static final String UNSOUGHT = "?";

    /** Of all loaders, as they delegate to each other. */
    private static final AtomicInteger UNKNOWN = new AtomicInteger();

    /** Names of classes of frames that came, by the loader that may be asked for them. */
    private static final Map<ClassLoader, Set<String>> FRAMES = Collections.synchronizedMap(new WeakHashMap<>());

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

    /**
     * A stack for whoever prints it. Log4j's layouts look for the class of each frame, to say which jar it is from; beyond the
     * bound one that is not here gets another place in the text: {@code ?.its.Class.method}.
     */
    public static StackTraceElement[] stack(List<StackTraceElement> frames, ClassLoader loader) {
        Set<String> known = FRAMES.computeIfAbsent(loader, any -> ConcurrentHashMap.newKeySet());
        return frames.stream().map(frame -> frame(frame, known, loader)).toArray(StackTraceElement[]::new);
    }

    private static StackTraceElement frame(StackTraceElement frame, Set<String> known, ClassLoader loader) {
        String name = frame.getClassName();
        if (known.contains(name)) {
            return frame;
        }
        if (name.length() <= LONGEST_FRAME && (known.size() < MOST_FRAMES || hasFile(name, loader))) {
            known.add(name);
            return frame;
        }
        return new StackTraceElement(
                frame.getClassLoaderName(),
                frame.getModuleName(),
                frame.getModuleVersion(),
                UNSOUGHT,
                name + "." + frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }

    private static boolean hasFile(String name, ClassLoader loader) {
        String element = name.startsWith("[") ? name.replaceAll("^\\[+L?|;$", "") : name;
        // Of a letter for an array of primitives there is none.
        return element.length() <= 1 || loader.getResource(element.replace('.', '/') + ".class") != null;
    }
}
