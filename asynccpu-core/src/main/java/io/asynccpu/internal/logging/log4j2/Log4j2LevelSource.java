package io.asynccpu.internal.logging.log4j2;

import io.asynccpu.internal.logging.LevelFeed;
import io.asynccpu.internal.logging.LevelSource;
import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.slf4j.Logger;

/** The levels of Log4j in the parent. Log4j sends the same event for a new configuration and for a changed one. */
final class Log4j2LevelSource implements LevelSource, PropertyChangeListener {

    private final LoggerContext context;
    /** Guarded by the monitor of the class {@link LevelFeed}. */
    private boolean listens;

    Log4j2LevelSource(LoggerContext context) {
        this.context = context;
    }

    @Override
    public void listen() {
        // Registered once: a context keeps its listeners across stops and starts, each as often as it was added.
        if (!listens) {
            context.addPropertyChangeListener(this);
            listens = true;
        }
    }

    @Override
    public Map<String, String> levels() {
        return levels(context.getConfiguration());
    }

    static Map<String, String> levels(Configuration configuration) {
        Map<String, String> levels = new HashMap<>();
        for (LoggerConfig logger : configuration.getLoggers().values()) {
            if (logger.getExplicitLevel() != null && !logger.getName().isEmpty()) {
                levels.put(logger.getName(), Log4j2LevelName.of(logger.getExplicitLevel()));
            }
        }
        levels.put(
                Logger.ROOT_LOGGER_NAME,
                Log4j2LevelName.of(configuration.getRootLogger().getLevel()));
        return levels;
    }

    @Override
    public void propertyChange(PropertyChangeEvent change) {
        if (LoggerContext.PROPERTY_CONFIG.equals(change.getPropertyName())) {
            LevelFeed.changed();
        }
    }
}
