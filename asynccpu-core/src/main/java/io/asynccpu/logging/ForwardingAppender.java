package io.asynccpu.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Logback's way to the parent's log; configured by {@code io/asynccpu/logging/worker-logback.xml}. Without a lock: arguments are
 * made text here, which is users' code, and it waits while the parent takes no more. From JDK 24 on a virtual thread could do
 * both with the lock and then get no carrier, and who holds the lock holds up every thread that logs.
 */
public final class ForwardingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
        LogForwarding.Sink sink = LogForwarding.sink();
        if (sink == null) {
            addWarn("This JVM is no worker: a line of " + event.getLoggerName() + " is not forwarded");
            return;
        }
        String message = String.valueOf(event.getFormattedMessage());
        IThrowableProxy proxy = event.getThrowableProxy();
        Throwable thrown = proxy instanceof ThrowableProxy real ? real.getThrowable() : null;
        if (proxy != null && thrown == null) {
            // Comes from yet another JVM.
            message += System.lineSeparator() + ThrowableProxyUtil.asString(proxy);
        }
        sink.forward(new LogLine(
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
