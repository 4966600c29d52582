package io.asynccpu.logging;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/** Log4j's loggers of the application. */
final class Log4j2Context {

    private Log4j2Context() {}

    /** Whether Log4j's core is behind its interface. */
    static boolean isThere() {
        return any() instanceof LoggerContext;
    }

    static LoggerContext get() {
        return (LoggerContext) any();
    }

    private static org.apache.logging.log4j.spi.LoggerContext any() {
        return LogManager.getContext(Log4j2Context.class.getClassLoader(), false);
    }
}
