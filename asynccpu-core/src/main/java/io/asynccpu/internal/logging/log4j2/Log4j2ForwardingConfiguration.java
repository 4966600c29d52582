package io.asynccpu.internal.logging.log4j2;

import io.asynccpu.internal.logging.LevelTarget;
import io.asynccpu.internal.logging.WorkerLevels;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

/** Configures Log4j in a child: lines are forwarded to the parent, levels are those of the parent. */
final class Log4j2ForwardingConfiguration extends AbstractConfiguration implements LevelTarget {

    Log4j2ForwardingConfiguration(LoggerContext context) {
        super(context, ConfigurationSource.NULL_SOURCE);
        setName("asynccpu worker");
        // Other shutdown hooks may log, and an orderly exit still forwards their lines.
        isShutdownHookEnabled = false;
    }

    @Override
    protected void doConfigure() {
        Log4j2ForwardingAppender parent = new Log4j2ForwardingAppender();
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
            // The root logger has no level to inherit.
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
        return Log4j2LevelSource.levels(this);
    }
}
