package io.asynccpu.internal.logging.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import io.asynccpu.internal.logging.LevelFeed;
import io.asynccpu.internal.logging.LevelSource;
import java.util.HashMap;
import java.util.Map;

/** The levels of Logback in the parent. */
final class LogbackLevelSource implements LoggerContextListener, LevelSource {

    private final LoggerContext context;

    LogbackLevelSource(LoggerContext context) {
        this.context = context;
    }

    /** Registers the listener, again if necessary: a stop removes all listeners, and Spring Boot stops and starts Logback for each application. */
    @Override
    public void listen() {
        if (!context.getCopyOfListenerList().contains(this)) {
            context.addListener(this);
        }
    }

    @Override
    public Map<String, String> levels() {
        return levels(context);
    }

    static Map<String, String> levels(LoggerContext context) {
        Map<String, String> levels = new HashMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), logger.getLevel().toString());
            }
        }
        return levels;
    }

    /** Keeps the listener when Logback is configured anew. */
    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStart(LoggerContext started) {
        LevelFeed.changed();
    }

    @Override
    public void onReset(LoggerContext reset) {
        // The new configuration follows.
    }

    @Override
    public void onStop(LoggerContext stopped) {
        // The parent ends, and its workers end with it.
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        LevelFeed.changed();
    }
}
