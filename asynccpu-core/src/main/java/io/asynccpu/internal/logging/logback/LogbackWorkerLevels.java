package io.asynccpu.internal.logging.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.LifeCycle;
import io.asynccpu.internal.logging.LevelTarget;
import io.asynccpu.internal.logging.WorkerLevels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies the parent's levels to Logback in a child. The last element of {@code worker-logback.xml}. */
public final class LogbackWorkerLevels extends ContextAwareBase
        implements LoggerContextListener, LifeCycle, LevelTarget {

    private boolean started;

    @Override
    public void start() {
        started = true;
        WorkerLevels.attach(this);
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public void set(String logger, @Nullable String level) {
        // The root logger has no level to inherit.
        if (level != null || !logger.equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            logback().getLogger(logger).setLevel(level == null ? null : logbacks(level));
        }
    }

    @Override
    public Map<String, String> levels() {
        return LogbackLevelSource.levels(logback());
    }

    /** Log4j's FATAL and custom levels have no counterpart, and become the next level that shows more lines. */
    private static Level logbacks(String level) {
        int number = level.lastIndexOf('@');
        return number < 0 ? Level.toLevel(level, Level.ERROR) : logbacks(Integer.parseInt(level.substring(number + 1)));
    }

    /** Maps Log4j's level numbers: a more severe level has a lower number, in steps of a hundred. Log4j may not be on the class path. */
    private static Level logbacks(int log4js) {
        if (log4js <= 0) {
            return Level.OFF;
        } else if (log4js <= 200) {
            return Level.ERROR;
        } else if (log4js <= 300) {
            return Level.WARN;
        } else if (log4js <= 400) {
            return Level.INFO;
        } else {
            return log4js <= 500 ? Level.DEBUG : Level.TRACE;
        }
    }

    private LoggerContext logback() {
        return (LoggerContext) getContext();
    }

    @Override
    public boolean isResetResistant() {
        return false;
    }

    @Override
    public void onStart(LoggerContext started) {
        // The configuration is complete and may have set other levels.
        WorkerLevels.restore();
    }

    @Override
    public void onReset(LoggerContext reset) {
        // The new configuration has such an element, too.
    }

    @Override
    public void onStop(LoggerContext stopped) {
        // No code logs any more.
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        // Levels that other code sets remain.
    }
}
