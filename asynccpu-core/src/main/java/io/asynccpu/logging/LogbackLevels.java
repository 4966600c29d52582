package io.asynccpu.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.ILoggerFactory;

/** In the parent: Logback's levels. */
final class LogbackLevels implements LoggerContextListener, LevelFeed.Source {

    private final LoggerContext context;

    private LogbackLevels(LoggerContext context) {
        this.context = context;
    }

    static LogbackLevels of(ILoggerFactory factory) {
        return new LogbackLevels((LoggerContext) factory);
    }

    /** From now on, or again: a stop takes all listeners away, and Spring Boot stops and starts Logback with each application. */
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

    /** It stays when Logback is configured anew. */
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
        // The parent ends, and its workers with it.
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        LevelFeed.changed();
    }
}
