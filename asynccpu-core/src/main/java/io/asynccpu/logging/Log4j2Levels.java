package io.asynccpu.logging;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.slf4j.Logger;

/** In the parent: Log4j's levels. It tells of another configuration and, with the same words, of a changed one. */
final class Log4j2Levels implements LevelFeed.Source, PropertyChangeListener {

    private final LoggerContext context;
    /** Guarded by the class of {@link LevelFeed}. */
    private boolean listens;

    Log4j2Levels(LoggerContext context) {
        this.context = context;
    }

    @Override
    public void listen() {
        // Once only: a context keeps its listeners over stops and starts, and as often as they were added.
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
