package io.asynccpu.logging;

import io.asynccpu.codec.failure.LoggedThrowables;
import io.asynccpu.codec.failure.RemoteThrowable;
import java.time.Instant;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * With Log4j: the filters of the configuration, of its loggers and of their appenders take the line like one of this JVM. Its
 * level was compared in the worker. Key-values become part of the thread context, as Log4j does with SLF4J's.
 */
final class Log4j2Replay implements Replay {

    private final LoggerContext context;
    private final ClassLoader applicationLoader;

    Log4j2Replay(LoggerContext context, ClassLoader applicationLoader) {
        this.context = context;
        this.applicationLoader = applicationLoader;
    }

    @Override
    public void write(LogLine line) {
        Logger logger = context.getLogger(name(line.logger()));
        LogEvent event = event(line);
        if (accepts(logger, event, line.mdc())) {
            logger.get().getReliabilityStrategy().log(logger, event);
        }
    }

    @Override
    public boolean knows(String logger) {
        return context.hasLogger(name(logger));
    }

    /** What Log4j does before it makes an event. Such filters look at the thread, not at the event. */
    private boolean accepts(Logger logger, LogEvent event, Map<String, String> mdc) {
        Filter filter = context.getConfiguration().getFilter();
        if (filter == null) {
            return true;
        }
        Map<String, String> before = ThreadContext.getImmutableContext();
        ThreadContext.clearMap();
        ThreadContext.putAll(mdc);
        try {
            return filter.filter(logger, event.getLevel(), event.getMarker(), event.getMessage(), event.getThrown())
                    != Filter.Result.DENY;
        } finally {
            ThreadContext.clearMap();
            ThreadContext.putAll(before);
        }
    }

    private LogEvent event(LogLine line) {
        Instant then = line.time();
        MutableInstant time = new MutableInstant();
        time.initFromEpochSecond(then.getEpochSecond(), then.getNano());
        StringMap data = ContextDataFactory.createContextData(
                line.mdc().size() + line.keyValues().size());
        line.mdc().forEach(data::putValue);
        line.keyValues().forEach((key, value) -> data.putValue(key, value.toString()));
        data.freeze();
        Marker marker = Log4j2Markers.marker(line.markers());
        // Without the name of a class that logs it looks for no caller in this JVM.
        return Log4jLogEvent.newBuilder()
                .setLoggerName(name(line.logger()))
                .setLevel(level(line))
                .setMarker(marker)
                .setMessage(new SimpleMessage(line.message()))
                .setThreadName(line.thread())
                .setInstant(time)
                .setContextData(data)
                .setThrown(thrown(line.thrown()))
                .build();
    }

    private static String name(String slf4js) {
        return slf4js.equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? LogManager.ROOT_LOGGER_NAME : slf4js;
    }

    /** A level that is not there is not made: Log4j keeps it for ever. */
    private static Level level(LogLine line) {
        Level own = line.ownLevel() == null ? null : Level.getLevel(line.ownLevel());
        return own == null ? Log4j2LevelName.log4j(line.level()) : own;
    }

    /** Layouts ask the object itself for its class. */
    private @Nullable Throwable thrown(@Nullable Throwable described) {
        return described instanceof RemoteThrowable remote ? LoggedThrowables.of(remote, applicationLoader) : described;
    }
}
