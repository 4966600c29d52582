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

    /** Log4j's FATAL, and levels that users gave it, have no counterpart. */
    private static Level logbacks(String level) {
        return Level.toLevel(level, Level.ERROR);
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
