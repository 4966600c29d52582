package io.asynccpu.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** What is behind SLF4J in this JVM. Told by names: the classes of a logging system that is not there must not be loaded. */
enum LoggingSystem {
    LOGBACK,
    LOG4J2,
    OTHER;

    static LoggingSystem ofThisJvm() {
        return switch (LoggerFactory.getILoggerFactory().getClass().getName()) {
            case "ch.qos.logback.classic.LoggerContext" -> LOGBACK;
            // Log4j's interface may have something else than its core behind it.
            case "org.apache.logging.slf4j.Log4jLoggerFactory" -> hasLog4j2Core() ? LOG4J2 : OTHER;
            default -> OTHER;
        };
    }

    private static boolean hasLog4j2Core() {
        try {
            Class.forName("org.apache.logging.log4j.core.LoggerContext", false, LoggingSystem.class.getClassLoader());
            return Log4j2Context.isThere();
        } catch (ClassNotFoundException onlyTheInterface) {
            return false;
        }
    }

    /** Null if it does not tell its levels. */
    LevelFeed.@Nullable Source levels() {
        return switch (this) {
            case LOGBACK -> LogbackLevels.of(LoggerFactory.getILoggerFactory());
            case LOG4J2 -> new Log4j2Levels(Log4j2Context.get());
            case OTHER -> null;
        };
    }

    /** @param applicationLoader of classes that throwables may have */
    Replay replay(ClassLoader applicationLoader) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        return switch (this) {
            case LOGBACK -> new LogbackReplay(factory);
            case LOG4J2 -> new Log4j2Replay(Log4j2Context.get(), applicationLoader);
            case OTHER -> new FluentReplay();
        };
    }
}
