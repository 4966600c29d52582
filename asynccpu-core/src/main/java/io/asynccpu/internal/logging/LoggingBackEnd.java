package io.asynccpu.internal.logging;

import org.jspecify.annotations.Nullable;

/**
 * The logging back end behind SLF4J, as the parent uses it. An implementation has a public constructor without parameters.
 */
public interface LoggingBackEnd {

    /** Whether the back end is the one that SLF4J is bound to. */
    boolean isBound();

    /** Returns null if the back end does not notify of level changes. */
    @Nullable
    LevelSource levels();

    /** @param applicationLoader loader of the classes that throwables may have */
    LogReplay replay(ClassLoader applicationLoader);
}
