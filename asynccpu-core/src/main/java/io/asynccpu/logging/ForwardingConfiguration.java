package io.asynccpu.logging;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

/** In the child: Log4j with the parent's levels and the way to the parent's log, which decides what is written where. */
final class ForwardingConfiguration extends AbstractConfiguration implements WorkerLevels.BackEnd {

    ForwardingConfiguration(LoggerContext context) {
        super(context, ConfigurationSource.NULL_SOURCE);
        setName("asynccpu worker");
        // Other shutdown hooks may log, and an orderly end still carries it.
        isShutdownHookEnabled = false;
    }

    @Override
    protected void doConfigure() {
        Log4j2Forwarding parent = new Log4j2Forwarding();
        addAppender(parent);
        getRootLogger().addAppender(parent, null, null);
        getRootLogger().setLevel(Level.INFO);
        WorkerLevels.attach(this);
    }

    @Override
    public void set(String logger, @Nullable String level) {
        LoggerConfig configured =
                logger.equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? getRootLogger() : getLogger(logger);
        if (level == null) {
            // The root logger inherits from nobody.
            if (configured != null && configured != getRootLogger()) {
                removeLogger(logger);
            }
        } else if (configured == null) {
            addLogger(logger, new LoggerConfig(logger, Log4j2LevelName.parse(level), true));
        } else {
            configured.setLevel(Log4j2LevelName.parse(level));
        }
        LoggerContext context = getLoggerContext();
        if (context != null && context.getConfiguration() == this) {
            context.updateLoggers();
        }
    }

    @Override
    public Map<String, String> levels() {
        return Log4j2Levels.levels(this);
    }
}
