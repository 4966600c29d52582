package io.asynccpu.internal.logging;

import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Replays lines through the API of SLF4J, which takes neither thread nor time: the thread's name is put before the message, and the
 * time is that of the arrival.
 */
final class Slf4jReplay implements LogReplay {

    @Override
    public boolean knows(String logger) {
        return false;
    }

    @Override
    public void write(ForwardedLine line) {
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
