package io.asynccpu.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a logger and those below it log during a test; a field with {@code @RegisterExtension}. */
public final class CapturedLog implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger;
    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line);
        }
    };

    public CapturedLog(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
    }

    public CapturedLog(Class<?> logger) {
        this(logger.getName());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        appender.start();
        logger.addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(appender);
    }

    public List<String> messages() {
        return messages(line -> true);
    }

    public List<String> messages(Level level) {
        return messages(line -> line.getLevel() == level);
    }

    public List<String> warningsAndErrors() {
        return messages(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
    }

    /** The context of the first line with that message. */
    public Map<String, String> mdcOf(String message) {
        return lines.stream()
                .filter(line -> line.getFormattedMessage().equals(message))
                .findFirst()
                .orElseThrow()
                .getMDCPropertyMap();
    }

    private List<String> messages(Predicate<ILoggingEvent> wanted) {
        return lines.stream()
                .filter(wanted)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
