package io.asynccpu.internal.logging.log4j2;

import io.asynccpu.internal.codec.failure.LoggedThrowables;
import io.asynccpu.internal.codec.failure.RemoteThrowable;
import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogReplay;
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
 * Replays lines through Log4j: the filters of the configuration, of its loggers and of their appenders treat a line like one of this
 * JVM. The worker has compared the line's level. Key-values become part of the context data, as in Log4j's binding for SLF4J.
 */
final class Log4j2Replay implements LogReplay {

    private final LoggerContext context;
    private final ClassLoader applicationLoader;

    Log4j2Replay(LoggerContext context, ClassLoader applicationLoader) {
        this.context = context;
        this.applicationLoader = applicationLoader;
    }

    @Override
    public void write(ForwardedLine line) {
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

    /** Applies the filter that Log4j applies before it creates an event. Such a filter reads the context of the thread. */
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

    private LogEvent event(ForwardedLine line) {
        Instant then = line.time();
        MutableInstant time = new MutableInstant();
        time.initFromEpochSecond(then.getEpochSecond(), then.getNano());
        StringMap data = ContextDataFactory.createContextData(
                line.mdc().size() + line.keyValues().size());
        line.mdc().forEach(data::putValue);
        line.keyValues().forEach((key, value) -> data.putValue(key, value.toString()));
        data.freeze();
        Marker marker = Log4j2Markers.marker(line.markers());
        // Without the class name of the logger, Log4j does not determine a caller in this JVM.
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

    /** Does not create a missing custom level, because Log4j keeps levels forever. */
    private static Level level(ForwardedLine line) {
        Level own = line.ownLevel() == null ? null : Level.getLevel(line.ownLevel());
        return own == null ? Log4j2LevelName.log4j(line.level()) : own;
    }

    /** Layouts read the class from the throwable itself. */
    private @Nullable Throwable thrown(@Nullable Throwable described) {
        return described instanceof RemoteThrowable remote ? LoggedThrowables.of(remote, applicationLoader) : described;
    }
}
