package io.asynccpu.internal.logging.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogForwarding;
import io.asynccpu.internal.logging.Slf4jMarkers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Forwards Logback's events to the parent; configured by {@code worker-logback.xml}. Has no lock: formatting runs code of users, and
 * sending waits while the parent does not read. From JDK 24 on a virtual thread could wait with the lock held and get no carrier,
 * which would block every thread that logs.
 */
public final class LogbackForwardingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
        LogForwarding.Sink sink = LogForwarding.sink();
        if (sink == null) {
            addWarn("This JVM is not a worker: a line of " + event.getLoggerName() + " is not forwarded");
            return;
        }
        String message = String.valueOf(event.getFormattedMessage());
        IThrowableProxy proxy = event.getThrowableProxy();
        Throwable thrown = proxy instanceof ThrowableProxy real ? real.getThrowable() : null;
        if (proxy != null && thrown == null) {
            // The throwable comes from a third JVM.
            message += System.lineSeparator() + ThrowableProxyUtil.asString(proxy);
        }
        sink.forward(new ForwardedLine(
                event.getLoggerName(),
                Level.toLocationAwareLoggerInteger(event.getLevel()),
                null,
                message,
                event.getThreadName(),
                event.getInstant(),
                Slf4jMarkers.names(event.getMarkerList()),
                event.getMDCPropertyMap(),
                map(event.getKeyValuePairs()),
                thrown));
    }

    private static Map<String, Object> map(@Nullable List<KeyValuePair> pairs) {
        if (pairs == null || pairs.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(String.valueOf(pair.key), pair.value));
        return map;
    }
}
