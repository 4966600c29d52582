package io.asynccpu.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
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
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Spring Boot application that logs with Log4j, in Boot's structured form, and its child. */
@DisabledIfSystemProperty(named = "slf4j.provider", matches = ".*") // Then it is not Log4j.
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = ApplicationTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.pools.late.max-workers=1",
            "logging.config=classpath:org/springframework/boot/logging/log4j2/log4j2.xml",
            "logging.structured.format.console=ecs",
            "logging.level.the.set.logger=ERROR",
            // Nothing of it is for the child.
            "logging.log4j2.config.override=classpath:override-log4j2.xml"
        })
@DirtiesContext
class ApplicationTests {

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
                    LogManager.getLogger(logger).getLevel().name());
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    static class Application {

        @Bean
        Reports reports() {
            return new Reports();
        }
    }

    @Autowired
    private Reports reports;

    @Autowired
    private LoggingSystem loggingSystem;

    @AfterEach
    void reset() {
        loggingSystem.setLogLevel("the.set.logger", LogLevel.ERROR);
    }

    @Test
    void aLineIsOneOfThisJvmInStructuredOutput(CapturedOutput output) throws Exception {
        Instant before = Instant.now();
        ProcessTask<Instant> task = reports.fails();
        Instant after = task.get();
        assertThat(output.getOut().lines().filter(line -> line.contains("no report")))
                .singleElement()
                .satisfies(text -> {
                    JsonNode line = JsonMapper.shared().readTree(text);
                    assertThat(Instant.parse(line.at("/@timestamp").asString())).isBetween(before, after);
                    assertThat(line.at("/message").asString()).isEqualTo("no report");
                    assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
                    assertThat(line.at("/log/logger").asString()).isEqualTo(NAME);
                    assertThat(line.at("/process/pid").asLong())
                            .isEqualTo(ProcessHandle.current().pid());
                    assertThat(line.at("/process/thread/name").asString())
                            .matches("asynccpu-default-worker-\\d+/default-task-1");
                    assertThat(line.at("/order").asString()).isEqualTo("17");
                    assertThat(line.at("/pages").asString()).isEqualTo("3");
                    assertThat(line.at("/tags/0").asString()).isEqualTo("AUDIT");
                    assertThat(line.at("/asynccpu/pool").asString()).isEqualTo("default");
                    assertThat(line.at("/asynccpu/task").asString()).isEqualTo(Long.toString(task.taskId()));
                    assertThat(line.at("/asynccpu/worker/pid").asString()).isEqualTo(Long.toString(task.workerPid()));
                    assertThat(line.at("/error/type").asString()).isEqualTo(IllegalStateException.class.getName());
                    assertThat(line.at("/error/message").asString()).isEqualTo("outer");
                    assertThat(line.at("/error/stack_trace").asString())
                            .startsWith("java.lang.IllegalStateException: outer")
                            .contains("\tat " + Reports.class.getName() + ".fails(")
                            .contains("Caused by: java.lang.IllegalArgumentException: inner");
                });
    }

    @Test
    void levelsAreThoseOfTheLoggersEndpointAtOnce() throws Exception {
        LoggersEndpoint endpoint = new LoggersEndpoint(loggingSystem, new LoggerGroups());
        assertThat(reports.level("the.set.logger").get()).isEqualTo("ERROR");
        for (LogLevel level : new LogLevel[] {LogLevel.DEBUG, LogLevel.OFF, LogLevel.FATAL, LogLevel.WARN}) {
            endpoint.configureLogLevel("the.set.logger", level);
            assertThat(reports.level("the.set.logger").get()).isEqualTo(level.name());
        }
        endpoint.configureLogLevel("the.set.logger", null);
        assertThat(reports.level("the.set.logger").get()).isEqualTo("INFO");
    }

    @Test
    void aChildThatStartsLaterHasTheLevelsOfThen() throws Exception {
        loggingSystem.setLogLevel("the.set.logger", LogLevel.TRACE);
        assertThat(reports.levelInALateChild("the.set.logger").get()).isEqualTo("TRACE");
        assertThat(reports.levelInALateChild("the.overridden.logger").get()).isEqualTo("OFF");
    }
}
