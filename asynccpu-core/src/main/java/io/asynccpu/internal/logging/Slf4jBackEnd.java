package io.asynccpu.internal.logging;

import org.jspecify.annotations.Nullable;

/** Any back end behind SLF4J that has no support of its own here. */
final class Slf4jBackEnd implements LoggingBackEnd {

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public @Nullable LevelSource levels() {
        return null;
    }

    @Override
    public LogReplay replay(ClassLoader applicationLoader) {
        return new Slf4jReplay();
    }
}
