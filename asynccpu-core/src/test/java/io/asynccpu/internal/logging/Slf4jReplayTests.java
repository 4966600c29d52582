package io.asynccpu.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What any logging system behind SLF4J gets; here it happens to be Logback. */
class Slf4jReplayTests {

    private final List<ILoggingEvent> arrived = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("the.fluent.line");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            arrived.add(event);
        }
    };

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        MDC.clear();
        logger.detachAppender(appender);
    }

    @Test
    void allButTimeAndThreadIsInTheirPlaces() {
        MDC.put("own", "value");
        IllegalStateException thrown = new IllegalStateException();
        Map<String, String> mdc = Map.of("order", "17");
        new Slf4jReplay()
                .write(new ForwardedLine(
                        logger.getName(),
                        30,
                        null,
                        "{} words",
                        "thread",
                        Instant.EPOCH,
                        List.of(List.of("marker", "reference")),
                        mdc,
                        Map.of("k", 1L),
                        thrown));
        assertThat(MDC.getCopyOfContextMap()).containsOnly(entry("own", "value"));
        assertThat(arrived).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).isEqualTo("[thread] {} words");
            assertThat(event.getMDCPropertyMap()).containsOnly(entry("order", "17"));
            assertThat(event.getMarkerList()).singleElement().hasToString("marker [ reference ]");
            assertThat(event.getKeyValuePairs()).singleElement().hasToString("k=\"1\"");
            assertThat(event.getThrowableProxy().getClassName()).isEqualTo(IllegalStateException.class.getName());
        });
    }
}
