package io.asynccpu.internal.parent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.support.SentLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

class ForwardedLogTests {

    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();

    private final ForwardedLog log = new ForwardedLog(
            "test", "worker", Instant.EPOCH, () -> 4711, false, ForwardedLogTests.class.getClassLoader());

    /** Each test has a pool of its own, since names are counted for ever. */
    private static ForwardedLog logOf(String pool, Instant startedAt) {
        return new ForwardedLog(pool, "worker", startedAt, () -> 4711, false, ForwardedLogTests.class.getClassLoader());
    }

    private static Message.Logged line(String logger) {
        return line(logger, List.of());
    }

    private static Message.Logged line(String logger, Map<String, String> mdc, Map<String, Object> keyValues) {
        return SentLine.of(logger, 20, null, "message", "thread", Instant.EPOCH, 0, List.of(), mdc, keyValues, null);
    }

    private static Message.Logged line(String logger, List<List<String>> markers) {
        return SentLine.of(logger, 20, null, "message", "thread", Instant.EPOCH, 7, markers, Map.of(), Map.of(), null);
    }

    /** A logging system keeps a logger for ever. */
    @Test
    void namesWithoutEndFillNoLoggingSystem() throws Exception {
        int before = CONTEXT.getLoggerList().size();
        String endless = "x".repeat(1_000);
        Refusal refusal = new Refusal(true);
        CONTEXT.addTurboFilter(refusal);
        try {
            for (int i = 0; i < 20_000; i++) {
                log.write(line("made-up-" + i));
            }
            log.write(line(endless));
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> log.write(line("x".repeat(100_000))));
        } finally {
            CONTEXT.getTurboFilterList().remove(refusal);
        }
        assertThat(CONTEXT.getLoggerList().size() - before).isLessThan(10_000);
        assertThat(CONTEXT.exists(endless)).isNull();
    }

    /** Else a child would only have to die, and its pool to start the next one. */
    @Test
    void namesAreCountedOverAllWorkersOfAPool() throws Exception {
        int before = CONTEXT.getLoggerList().size();
        try (Listening listening = new Listening("io.asynccpu.worker.generations.log")) {
            List<ILoggingEvent> warnings = warnings("generations");
            for (int worker = 0; worker < 30; worker++) {
                ForwardedLog one = logOf("generations", Instant.EPOCH);
                for (int i = 0; i < 500; i++) {
                    one.write(line("made-up-by-" + worker + "-" + i));
                }
            }
            assertThat(CONTEXT.getLoggerList().size() - before).isBetween(4_000, 5_100);
            assertThat(listening.arrived).hasSize(30 * 500 - 5_000);
            assertThat(listening.arrived.get(0).getMDCPropertyMap())
                    .containsEntry("asynccpu.logger", "made-up-by-10-0")
                    .containsEntry("asynccpu.pool", "generations");
            assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning.getFormattedMessage())
                    .contains("pool generations", "5000", "io.asynccpu.worker.generations.log", "asynccpu.logger"));
            // A logger that is there takes its lines, and another pool has names of its own.
            logOf("generations", Instant.EPOCH).write(line(ForwardedLogTests.class.getName() + ".there"));
            CONTEXT.getLogger("the.parents.own");
            logOf("generations", Instant.EPOCH).write(line("the.parents.own"));
            logOf("neighbor", Instant.EPOCH).write(line("of.the.neighbor"));
            assertThat(listening.arrived).hasSize(30 * 500 - 5_000 + 1);
            assertThat(CONTEXT.exists("of.the.neighbor")).isNotNull();
        }
    }

    /** Logback makes a logger for each part of a name. */
    @Test
    void partsOfNamesCount() throws Exception {
        int before = CONTEXT.getLoggerList().size();
        ForwardedLog one = logOf("parts", Instant.EPOCH);
        for (int i = 0; i < 1_000; i++) {
            one.write(line(i + ".a".repeat(60) + "$b".repeat(60)));
        }
        assertThat(CONTEXT.getLoggerList().size() - before).isLessThan(5_100);
    }

    @Test
    void keysAreBoundedAndFurtherOnesStandTogether() throws Exception {
        try (Listening listening = new Listening("the.keyed.line")) {
            List<ILoggingEvent> warnings = warnings("keys");
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < 2_000; i++) {
                logOf("keys", Instant.EPOCH)
                        .write(line("the.keyed.line", Map.of("mdc-" + i, "v" + i), Map.of("value-" + i, (long) i)));
            }
            for (ILoggingEvent event : listening.arrived) {
                keys.addAll(event.getMDCPropertyMap().keySet());
                List<KeyValuePair> pairs = event.getKeyValuePairs();
                if (pairs != null) {
                    pairs.forEach(pair -> keys.add(pair.key));
                }
            }
            assertThat(keys).hasSize(1_000 + 3).contains("asynccpu.others", "mdc-0", "value-499");
            assertThat(listening.arrived.get(1_999).getMDCPropertyMap())
                    .containsEntry("asynccpu.others", "mdc-1999=v1999, value-1999=1999");
            assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning.getFormattedMessage())
                    .contains("pool keys", "1000", "asynccpu.others"));
        }
    }

    private static Instant timeAs(Instant startedAt, Instant claimed) throws Exception {
        try (Listening listening = new Listening("the.dated.line")) {
            logOf("dates", startedAt)
                    .write(SentLine.of(
                            "the.dated.line", 20, null, "m", "t", claimed, 0, List.of(), Map.of(), Map.of(), null));
            return listening.arrived.get(0).getInstant();
        }
    }

    @Test
    void aLinesTimeIsBetweenTheStartOfItsWorkerAndNow() throws Exception {
        Instant start = Instant.now().minusSeconds(3600);
        assertThat(timeAs(start, start.plusSeconds(7))).isEqualTo(start.plusSeconds(7));
        assertThat(timeAs(start, start)).isEqualTo(start);
        assertThat(timeAs(start, start.minusNanos(1))).isEqualTo(start);
        assertThat(timeAs(start, Instant.ofEpochSecond(-300_000_000_000L))).isEqualTo(start);
        for (Instant future : List.of(Instant.now().plusSeconds(86_400), Instant.ofEpochSecond(300_000_000_000L))) {
            Instant before = Instant.now();
            assertThat(timeAs(start, future)).isBetween(before, Instant.now());
        }
    }

    /** The worker's start then lies ahead of all that it says. */
    @Test
    void aClockThatWasSetBackSendsNoLineIntoTheFuture() throws Exception {
        Instant before = Instant.now();
        Instant start = before.plusSeconds(3600);
        for (Instant claimed : List.of(before.minusSeconds(1), before, start, start.plusSeconds(60))) {
            assertThat(timeAs(start, claimed)).isBetween(before, Instant.now());
        }
    }

    /** Also where their bytes are equally many. */
    @Test
    void eachLineHasItsOwnOriginThoughAllClaimTheSamePlace() throws Exception {
        try (Listening one = new Listening("the.one.line");
                Listening two = new Listening("the.two.line")) {
            for (int i = 0; i < 4; i++) {
                boolean odd = i % 2 != 0;
                log.write(SentLine.of(
                        odd ? "the.two.line" : "the.one.line",
                        odd ? 40 : 20,
                        null,
                        "m" + i,
                        odd ? "t" : "s",
                        Instant.EPOCH,
                        odd ? 8 : 9,
                        List.of(List.of(odd ? "odd" : "one")),
                        Map.of("key", odd ? "v" : "u"),
                        Map.of("value", (long) i),
                        null));
            }
            assertThat(one.arrived).extracting(ForwardedLogTests::origin).containsOnly("INFO worker/s u 9 [one]");
            assertThat(one.arrived).extracting(ILoggingEvent::getMessage).containsExactly("m0", "m2");
            assertThat(two.arrived).extracting(ForwardedLogTests::origin).containsOnly("ERROR worker/t v 8 [odd]");
            assertThat(two.arrived).extracting(ILoggingEvent::getMessage).containsExactly("m1", "m3");
        }
    }

    private static String origin(ILoggingEvent event) {
        Map<String, String> mdc = event.getMDCPropertyMap();
        return event.getLevel() + " " + event.getThreadName() + " " + mdc.get("key") + " " + mdc.get("asynccpu.task")
                + " " + event.getMarkerList();
    }

    /** The logger of a line that had no place among the children's names may be created by the parent. */
    @Test
    void aLoggerThatTheParentCreatesLaterTakesItsLines() throws Exception {
        ForwardedLog one = logOf("late", Instant.EPOCH);
        for (int i = 0; i < LogNameQuota.MOST_LOGGERS; i++) {
            one.write(line("late-" + i));
        }
        one.write(line("created.later"));
        assertThat(CONTEXT.exists("created.later")).isNull();
        try (Listening listening = new Listening("created.later")) {
            one.write(line("created.later"));
            assertThat(listening.arrived).hasSize(1);
        }
    }

    /** What this class's subject says itself of a pool. */
    private static List<ILoggingEvent> warnings(String pool) {
        List<ILoggingEvent> warnings = new ArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().contains("pool " + pool)) {
                    warnings.add(event);
                }
            }
        };
        appender.start();
        CONTEXT.getLogger(LogNameQuota.class).addAppender(appender);
        return warnings;
    }

    /** To one logger, and keeps its lines from the others. */
    private static final class Listening implements AutoCloseable {

        private final List<ILoggingEvent> arrived = new ArrayList<>();
        private final Logger logger;
        private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                arrived.add(event);
            }
        };

        Listening(String name) {
            logger = CONTEXT.getLogger(name);
            appender.start();
            logger.addAppender(appender);
            logger.setAdditive(false);
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
            logger.setAdditive(true);
        }
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
