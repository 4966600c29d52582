package io.asynccpu.log4j2;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;

/** What arrives at this JVM's root logger. */
final class Arrivals extends AbstractAppender implements AutoCloseable {

    private final Queue<LogEvent> events = new ConcurrentLinkedQueue<>();

    private Arrivals(@Nullable Filter filter) {
        super("arrivals", filter, null, false, Property.EMPTY_ARRAY);
    }

    static Arrivals listen() {
        return listen(null);
    }

    static Arrivals listen(@Nullable Filter filter) {
        Arrivals arrivals = new Arrivals(filter);
        arrivals.start();
        root().addAppender(arrivals, null, null);
        return arrivals;
    }

    static LoggerContext context() {
        return (LoggerContext) LogManager.getContext(Arrivals.class.getClassLoader(), false);
    }

    static LoggerConfig root() {
        return context().getConfiguration().getRootLogger();
    }

    @Override
    public void append(LogEvent event) {
        events.add(event.toImmutable());
    }

    List<LogEvent> of(String logger) {
        return events.stream()
                .filter(event -> event.getLoggerName().equals(logger))
                .toList();
    }

    List<String> messages(String logger) {
        return of(logger).stream()
                .map(event -> event.getMessage().getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        root().removeAppender(getName());
        stop();
    }
}
