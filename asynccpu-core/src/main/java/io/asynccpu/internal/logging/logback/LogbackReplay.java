package io.asynccpu.internal.logging.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.asynccpu.internal.codec.failure.RemoteThrowable;
import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogReplay;
import io.asynccpu.internal.logging.Slf4jMarkers;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Replays lines through Logback: turbo filters and appenders treat a line like one of this JVM. The worker has compared the line's
 * level, because a user may have set other levels there.
 */
final class LogbackReplay implements LogReplay {

    private static final StackTraceElement[] UNKNOWN_CALLER = new StackTraceElement[0];

    private final LoggerContext context;

    LogbackReplay(LoggerContext context) {
        this.context = context;
    }

    @Override
    public void write(ForwardedLine line) {
        Level level = Level.fromLocationAwareLoggerInteger(line.level());
        Logger logger = context.getLogger(line.logger());
        // Filters may read the MDC of the thread, appenders read that of the event.
        List<Marker> markers = Slf4jMarkers.markers(line.markers());
        boolean filtered = !context.getTurboFilterList().isEmpty();
        if (filtered) {
            MDC.setContextMap(line.mdc());
        }
        try {
            if (!filtered || accepts(logger, level, markers, line)) {
                logger.callAppenders(event(line, level, markers));
            }
        } finally {
            if (filtered) {
                MDC.clear();
            }
        }
    }

    @Override
    public boolean knows(String logger) {
        return context.exists(logger) != null;
    }

    private boolean accepts(Logger logger, Level level, List<Marker> markers, ForwardedLine line) {
        // A turbo filter takes a single marker.
        Marker marker = markers.isEmpty() ? null : markers.get(0);
        return context.getTurboFilterList()
                        .getTurboFilterChainDecision(marker, logger, level, line.message(), null, line.thrown())
                != FilterReply.DENY;
    }

    private LoggingEvent event(ForwardedLine line, Level level, List<Marker> markers) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContextRemoteView(context.getLoggerContextRemoteView());
        event.setLoggerName(line.logger());
        event.setLevel(level);
        event.setMessage(line.message());
        event.setThreadName(line.thread());
        event.setInstant(line.time());
        event.setMDCPropertyMap(line.mdc());
        markers.forEach(event::addMarker);
        // Otherwise the event would determine a caller in this JVM.
        event.setCallerData(UNKNOWN_CALLER);
        if (!line.keyValues().isEmpty()) {
            List<KeyValuePair> pairs = new ArrayList<>(line.keyValues().size());
            line.keyValues().forEach((key, value) -> pairs.add(new KeyValuePair(key, value)));
            event.setKeyValuePairs(pairs);
        }
        if (line.thrown() instanceof RemoteThrowable thrown) {
            event.setThrowableProxy(new RemoteThrowableProxy(thrown, 0));
        }
        return event;
    }
}
