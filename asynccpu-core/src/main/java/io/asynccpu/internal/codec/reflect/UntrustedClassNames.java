package io.asynccpu.internal.codec.reflect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds classes by names that a child sent, without initializing them. A class loader keeps each name that it was ever
 * asked for, so a hostile child must not invent names without limit: after a number of unknown ones a loader is asked
 * only for names that have a class file. Thread-safe.
 */
public final class UntrustedClassNames {

    private static final int LONGEST_NAME = 1_000;
    private static final int MOST_UNKNOWN = 1_000;

    /** For the classes of stack frames, many of which the parent has not loaded. */
    private static final int MOST_FRAMES = 10_000;

    private static final int LONGEST_FRAME = 256;

    /** Precedes the name of a class that must not be looked for. */
    private static final String UNSOUGHT = "?";

    /** One count for all loaders, since they delegate to each other. */
    private static final AtomicInteger UNKNOWN = new AtomicInteger();

    /** The class names of frames that have arrived, by the loader that may be asked for them. */
    private static final Map<ClassLoader, Set<String>> FRAMES = Collections.synchronizedMap(new WeakHashMap<>());

    private UntrustedClassNames() {}

    /** @param name in the form of {@link Class#getName()} */
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
     * A stack trace that may be printed. Log4j's layouts look for the class of each frame to show its jar. Beyond the
     * limit, the name of an unknown class is moved into the method's name: {@code ?.its.Class.method}.
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
        // A single letter stands for an array of primitives, which has no class file.
        return element.length() <= 1 || loader.getResource(element.replace('.', '/') + ".class") != null;
    }
}
