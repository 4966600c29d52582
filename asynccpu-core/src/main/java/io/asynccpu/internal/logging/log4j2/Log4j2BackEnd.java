package io.asynccpu.internal.logging.log4j2;

import io.asynccpu.internal.logging.LevelSource;
import io.asynccpu.internal.logging.LogReplay;
import io.asynccpu.internal.logging.LoggingBackEnd;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/** Log4j 2 with its core. */
public final class Log4j2BackEnd implements LoggingBackEnd {

    /** Called by name. */
    public Log4j2BackEnd() {}

    @Override
    public boolean isBound() {
        return context() instanceof LoggerContext;
    }

    @Override
    public LevelSource levels() {
        return new Log4j2LevelSource((LoggerContext) context());
    }

    @Override
    public LogReplay replay(ClassLoader applicationLoader) {
        return new Log4j2Replay((LoggerContext) context(), applicationLoader);
    }

    /** The context of the application's loggers. */
    private static org.apache.logging.log4j.spi.LoggerContext context() {
        return LogManager.getContext(Log4j2BackEnd.class.getClassLoader(), false);
    }
}
