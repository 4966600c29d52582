package io.asynccpu.log4j2;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What arrives at this JVM's root logger, if it logs with Logback. */
final class LogbackArrivals extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    /** Apart from Logback, so that who looks at it can be loaded without. */
    record Line(
            String logger,
            String level,
            String message,
            Map<String, String> mdc,
            @Nullable String thrown) {}

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

    private LogbackArrivals() {}

    static LogbackArrivals listen() {
        LogbackArrivals arrivals = new LogbackArrivals();
        arrivals.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(arrivals);
        return arrivals;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    static void setLevel(String logger, String level) {
        logger(logger).setLevel(Level.toLevel(level));
    }

    @Override
    protected void append(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        lines.add(new Line(
                event.getLoggerName(),
                event.getLevel().toString(),
                event.getFormattedMessage(),
                event.getMDCPropertyMap(),
                thrown == null ? null : thrown.getClassName()));
    }

    List<Line> of(String logger) {
        return lines.stream().filter(line -> line.logger().equals(logger)).toList();
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
    }
}
