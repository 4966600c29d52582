package io.asynccpu.autoconfigure.aop;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What a logger is told from now on, to be waited for. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();
    private final Logger logger;

    LogLines(Class<?> source) {
        logger = (Logger) LoggerFactory.getLogger(source);
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent line) {
        lines.add(line);
    }

    /** The next line, or null after a minute without one. */
    ILoggingEvent next() throws InterruptedException {
        return lines.poll(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
