package io.asynccpu.internal.logging.logback;

import ch.qos.logback.classic.LoggerContext;
import io.asynccpu.internal.logging.LevelSource;
import io.asynccpu.internal.logging.LogReplay;
import io.asynccpu.internal.logging.LoggingBackEnd;
import org.slf4j.LoggerFactory;

/** Logback. */
public final class LogbackBackEnd implements LoggingBackEnd {

    /** Called by name. */
    public LogbackBackEnd() {}

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public LevelSource levels() {
        return new LogbackLevelSource(context());
    }

    @Override
    public LogReplay replay(ClassLoader applicationLoader) {
        return new LogbackReplay(context());
    }
}
