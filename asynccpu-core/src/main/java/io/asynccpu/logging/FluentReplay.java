package io.asynccpu.logging;

import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** With whatever is behind SLF4J: the thread stands before the message, the time is that of the arrival. */
final class FluentReplay implements Replay {

    @Override
    public boolean knows(String logger) {
        return false;
    }

    @Override
    public void write(LogLine line) {
        LoggingEventBuilder event = LoggerFactory.getLogger(line.logger()).atLevel(Level.intToLevel(line.level()));
        for (Map.Entry<String, Object> pair : line.keyValues().entrySet()) {
            event = event.addKeyValue(pair.getKey(), pair.getValue());
        }
        for (Marker marker : Slf4jMarkers.markers(line.markers())) {
            event = event.addMarker(marker);
        }
        if (line.thrown() != null) {
            event = event.setCause(line.thrown());
        }
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(line.mdc());
        try {
            event.log("[" + line.thread() + "] " + line.message());
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }
}
