package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real child logs, in Boot's structured form, and which levels it has. */
@Timeout(120)
@LeavesNoChild
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = LogsOfAChildTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.pools.late.max-workers=1",
            "logging.level.the.set.logger=ERROR",
            "logging.structured.json.stacktrace.root=first"
        })
@DirtiesContext
class LogsOfAChildTests {

    private static final String NAME = "the.reports";

    static class Reports {

        @ProcessAsync
        public ProcessTask<Instant> fails() {
            MDC.put("order", "17");
            LoggerFactory.getLogger(NAME)
                    .atWarn()
                    .addMarker(MarkerFactory.getMarker("AUDIT"))
                    .addKeyValue("pages", 3)
                    .setCause(new IllegalStateException("outer", new IllegalArgumentException("inner")))
                    .log("no {}", "report");
            MDC.clear();
            return ProcessTask.completed(Instant.now());
        }

        @ProcessAsync("late")
        public CompletableFuture<String> levelInALateChild(String logger) {
            return level(logger);
        }

        @ProcessAsync
        public CompletableFuture<String> level(String logger) {
            return CompletableFuture.completedFuture(
                    String.valueOf(((Logger) LoggerFactory.getLogger(logger)).getLevel()));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    static class Application {

        @Bean
        Reports reports() {
            return new Reports();
        }

        @Bean
        WorkerConfigurer talkative() {
            return () -> LoggingSystem.get(Application.class.getClassLoader())
                    .setLogLevel("the.talkative.logger", LogLevel.TRACE);
        }
    }

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final StructuredLogEncoder encoder = new StructuredLogEncoder();
    private final Queue<JsonNode> arrived = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            arrived.add(JsonMapper.shared().readTree(line));
        }
    };

    @Autowired
    private Reports reports;

    @Autowired
    private LoggingSystem loggingSystem;

    @BeforeEach
    void listen() {
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        appender.setContext(context);
        appender.start();
        context.getLogger(NAME).addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        loggingSystem.setLogLevel("the.set.logger", LogLevel.ERROR);
        context.getLogger(NAME).detachAppender(appender);
    }

    @Test
    void structuredAndPlainOutputAreThoseOfALineOfThisJvm(CapturedOutput output) throws Exception {
        Instant before = Instant.now();
        ProcessTask<Instant> task = reports.fails();
        Instant after = task.get();
        assertThat(output.getAll().lines())
                .anyMatch(line -> line.matches(".* WARN \\d+ --- .*the\\.reports .*: no report"));
        assertThat(arrived).singleElement().satisfies(line -> {
            assertThat(Instant.parse(line.at("/@timestamp").asString())).isBetween(before, after);
            assertThat(line.at("/message").asString()).isEqualTo("no report");
            assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
            assertThat(line.at("/log/logger").asString()).isEqualTo(NAME);
            assertThat(line.at("/process/thread/name").asString())
                    .matches("asynccpu-default-worker-\\d+/default-task-1");
            assertThat(line.at("/order").asString()).isEqualTo("17");
            assertThat(line.at("/pages").intValue()).isEqualTo(3);
            assertThat(line.at("/tags/0").asString()).isEqualTo("AUDIT");
            assertThat(line.at("/asynccpu/pool").asString()).isEqualTo("default");
            assertThat(line.at("/asynccpu/task").asString()).isEqualTo(Long.toString(task.taskId()));
            assertThat(line.at("/asynccpu/worker/pid").asString()).isEqualTo(Long.toString(task.workerPid()));
            assertThat(line.at("/error/type").asString()).isEqualTo(IllegalStateException.class.getName());
            assertThat(line.at("/error/message").asString()).isEqualTo("outer");
            assertThat(line.at("/error/stack_trace").asString())
                    .startsWith("java.lang.IllegalArgumentException: inner")
                    .contains("Wrapped by: java.lang.IllegalStateException: outer")
                    .contains("\tat " + Reports.class.getName() + ".fails(");
        });
    }

    @Test
    void levelsAreThoseOfTheLoggersEndpointAtOnce() throws Exception {
        LoggersEndpoint endpoint = new LoggersEndpoint(loggingSystem, new LoggerGroups());
        assertThat(reports.level("the.set.logger").get()).isEqualTo("ERROR");
        for (LogLevel level : new LogLevel[] {LogLevel.DEBUG, LogLevel.OFF, null, LogLevel.WARN}) {
            endpoint.configureLogLevel("the.set.logger", level);
            assertThat(reports.level("the.set.logger").get()).isEqualTo(String.valueOf(level));
        }
    }

    @Test
    void aChildThatStartsLaterHasTheLevelsOfThenAndThoseOfItsConfigurers() throws Exception {
        loggingSystem.setLogLevel("the.set.logger", null);
        assertThat(reports.levelInALateChild("the.set.logger").get()).isEqualTo("null");
        assertThat(reports.levelInALateChild("the.talkative.logger").get()).isEqualTo("TRACE");
    }
}
