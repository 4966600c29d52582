package io.asynccpu.internal.logging.log4j2;

import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogForwarding;
import java.time.Instant;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Forwards Log4j's events to the parent. */
final class Log4j2ForwardingAppender extends AbstractAppender {

    Log4j2ForwardingAppender() {
        super("PARENT", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
        LogForwarding.Sink sink = LogForwarding.sink();
        if (sink == null) {
            error("This JVM is not a worker: a line of " + event.getLoggerName() + " is not forwarded");
            return;
        }
        Level level = event.getLevel();
        sink.forward(new ForwardedLine(
                name(event.getLoggerName()),
                Log4j2LevelName.slf4j(level),
                Log4j2LevelName.isSlf4js(level) ? null : level.name(),
                String.valueOf(event.getMessage().getFormattedMessage()),
                event.getThreadName(),
                Instant.ofEpochSecond(
                        event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond()),
                Log4j2Markers.names(event.getMarker()),
                event.getContextData().toMap(),
                Map.of(),
                event.getThrown()));
    }

    private static String name(@Nullable String log4js) {
        return log4js == null || log4js.isEmpty() ? Logger.ROOT_LOGGER_NAME : log4js;
    }
}
