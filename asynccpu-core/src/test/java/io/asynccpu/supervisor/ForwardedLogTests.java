package io.asynccpu.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;

class ForwardedLogTests {

    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    private final ForwardedLog log =
            new ForwardedLog("test", "worker", () -> 4711, false, ForwardedLogTests.class.getClassLoader());

    private static Message.Logged line(String logger) {
        return line(logger, List.of());
    }

    private static Message.Logged line(String logger, List<List<String>> markers) {
        return new Message.Logged(
                logger, 20, null, "message", "thread", Instant.EPOCH, 7, markers, Map.of(), Map.of(), null);
    }

    /** A logging system keeps a logger for ever. */
    @Test
    void namesWithoutEndFillNoLoggingSystem() throws Exception {
        int before = CONTEXT.getLoggerList().size();
        String endless = "x".repeat(100_000);
        Refusal refusal = new Refusal(true);
        CONTEXT.addTurboFilter(refusal);
        try {
            for (int i = 0; i < 20_000; i++) {
                log.write(line("made-up-" + i));
            }
            log.write(line(endless));
        } finally {
            CONTEXT.getTurboFilterList().remove(refusal);
        }
        assertThat(CONTEXT.getLoggerList().size() - before).isLessThan(10_000);
        assertThat(CONTEXT.exists(endless)).isNull();
    }

    /** As many and as long as a child sends, which was cut there. */
    @Test
    void markersAreBoundedInNumberAndLength() throws Exception {
        String longest = "m".repeat(128);
        log.write(line("the.marked.line", List.of(Collections.nCopies(32, longest), Collections.nCopies(32, longest))));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> log.write(
                        line("the.marked.line", List.of(Collections.nCopies(32, "m"), Collections.nCopies(33, "m")))))
                .withMessageContaining("64 markers");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> log.write(line("the.marked.line", List.of(List.of("m", longest + "m")))))
                .withMessageContaining("129 characters");
    }

    @Test
    void turboFiltersDecideAndKnowTheTask() throws Exception {
        Logger logger = CONTEXT.getLogger("the.filtered.line");
        List<ILoggingEvent> arrived = new ArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                arrived.add(event);
            }
        };
        logger.addAppender(appender);
        appender.start();
        logger.setAdditive(false);
        Refusal refusal = new Refusal(true);
        CONTEXT.addTurboFilter(refusal);
        try {
            log.write(line(logger.getName()));
            assertThat(arrived).isEmpty();
            refusal.refuses = false;
            log.write(line(logger.getName()));
            assertThat(arrived).hasSize(1);
            assertThat(refusal.tasks).containsExactly("7", "7");
            assertThat(MDC.get("asynccpu.task")).isNull();
        } finally {
            CONTEXT.getTurboFilterList().remove(refusal);
            logger.detachAppender(appender);
        }
    }

    /** Their exceptions are for whoever logs, and here that is nobody's fault. */
    @Test
    void aFilterThatThrowsIsNoFaultOfTheWorkers() throws Exception {
        TurboFilter broken = new TurboFilter() {
            @Override
            public FilterReply decide(
                    @Nullable Marker marker,
                    Logger logger,
                    Level level,
                    @Nullable String format,
                    Object @Nullable [] arguments,
                    @Nullable Throwable thrown) {
                if (logger.getName().equals("the.refused.line")) {
                    throw new IllegalArgumentException("broken filter");
                }
                return FilterReply.NEUTRAL;
            }
        };
        CONTEXT.addTurboFilter(broken);
        try {
            log.write(line("the.refused.line"));
            assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
        } finally {
            CONTEXT.getTurboFilterList().remove(broken);
        }
    }

    /** Of lines that workers have logged. */
    private static final class Refusal extends TurboFilter {

        private final List<@Nullable String> tasks = new ArrayList<>();
        private boolean refuses;

        Refusal(boolean refuses) {
            this.refuses = refuses;
        }

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            if (!"message".equals(format)) {
                return FilterReply.NEUTRAL;
            }
            tasks.add(MDC.get("asynccpu.task"));
            return refuses ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }
}
