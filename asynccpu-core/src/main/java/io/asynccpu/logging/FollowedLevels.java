package io.asynccpu.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.LifeCycle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In the child: Logback with the parent's levels; the last element of {@code io/asynccpu/logging/worker-logback.xml}. */
public final class FollowedLevels extends ContextAwareBase
        implements LoggerContextListener, LifeCycle, WorkerLevels.BackEnd {

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
        // The root logger inherits from nobody.
        if (level != null || !logger.equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            logback().getLogger(logger).setLevel(level == null ? null : logbacks(level));
        }
    }

    @Override
    public Map<String, String> levels() {
        return LogbackLevels.levels(logback());
    }

    /** Log4j's FATAL, and levels that users gave it, have no counterpart: the next one that shows more lines stands for them. */
    private static Level logbacks(String level) {
        int number = level.lastIndexOf('@');
        return number < 0 ? Level.toLevel(level, Level.ERROR) : logbacks(Integer.parseInt(level.substring(number + 1)));
    }

    /** Log4j's numbers: the more severe, the lower, in steps of a hundred. Its classes may not be here. */
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
        // The configuration is complete, whatever stood in it.
        WorkerLevels.restore();
    }

    @Override
    public void onReset(LoggerContext reset) {
        // The new configuration has an element like this.
    }

    @Override
    public void onStop(LoggerContext stopped) {
        // Nobody logs any more.
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        // What others set stays.
    }
}
