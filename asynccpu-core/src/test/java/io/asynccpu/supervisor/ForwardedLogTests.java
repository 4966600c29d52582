package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.asynccpu.protocol.Message;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ForwardedLogTests {

    /** Below what is shown: this is about the names. */
    private static final int TRACE = 0;

    private static int loggers() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLoggerList()
                .size();
    }

    /** A logging system keeps a logger for ever. */
    @Test
    void namesWithoutEndFillNoLoggingSystem() throws Exception {
        ForwardedLog log = new ForwardedLog("test", false);
        int before = loggers();
        for (int i = 0; i < 20_000; i++) {
            log.write(new Message.Logged("made-up-" + i, TRACE, "message", "thread", 0));
        }
        String endless = "x".repeat(100_000);
        log.write(new Message.Logged(endless, TRACE, "message", "thread", 0));
        assertThat(loggers() - before).isLessThan(10_000);
        assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).exists(endless))
                .isNull();
    }
}
