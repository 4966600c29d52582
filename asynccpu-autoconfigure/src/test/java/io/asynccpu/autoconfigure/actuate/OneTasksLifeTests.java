package io.asynccpu.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.support.FileEvents;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One task, seen from everywhere: log, progress, endpoint, trace and metrics speak of the same one. What they say is left in
 * {@code target/one-task.txt} for people.
 */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(
        classes = OneTasksLifeTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "management.endpoints.web.exposure.include=asynccpu",
            "management.tracing.sampling.probability=1.0"
        })
@DirtiesContext
class OneTasksLifeTests {

    private static final String LOGGER = "the.photos";
    private static final String POOL = "processTaskExecutor";

    static class Photos {

        /** Not before it may. */
        @ProcessAsync
        public ProcessTask<String> develop(String photo, String mayEnd) throws Exception {
            LoggerFactory.getLogger(LOGGER).info("developing {}", photo);
            TaskContext.current().progress(1, 2, "the negative");
            FileEvents.await("the end", Path.of(mayEnd).getParent(), () -> Files.exists(Path.of(mayEnd)));
            LoggerFactory.getLogger(LOGGER)
                    .atWarn()
                    .addKeyValue("paper", "matt")
                    .log("no glossy paper is left");
            return ProcessTask.completed(photo + " is developed");
        }
    }

    static final class Spans extends SpanHandler {

        private final Queue<MutableSpan> ended = new ConcurrentLinkedQueue<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            return ended.add(new MutableSpan(span));
        }
    }

    /** Of this JVM's logging system. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<ILoggingEvent> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event);
        }

        ILoggingEvent of(String message) {
            return all.stream()
                    .filter(line -> line.getFormattedMessage().equals(message))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(message + " is not among " + all));
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Photos photos() {
            return new Photos();
        }

        @Bean
        Spans spans() {
            return new Spans();
        }
    }

    @TempDir
    private Path directory;

    @Autowired
    private Photos photos;

    @Autowired
    private Spans spans;

    @Autowired
    private ObservationRegistry observations;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private AsyncCpuEndpoint endpoint;

    private final List<String> story = new ArrayList<>();

    @Test
    void itIsTheSameTaskFromEverySide() throws Exception {
        Lines lines = new Lines();
        Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(LOGGER);
        lines.setContext(logger.getLoggerContext());
        lines.start();
        logger.addAppender(lines);
        try {
            live(lines);
        } finally {
            logger.detachAppender(lines);
            Files.write(Path.of("target/one-task.txt"), story);
        }
    }

    private void live(Lines lines) throws Exception {
        Path mayEnd = directory.resolve("may-end");
        CountDownLatch halfWay = new CountDownLatch(1);
        Observation request = Observation.start("http.server.requests", observations);
        ProcessTask<String> task;
        try (var scope = request.openScope()) {
            LoggerFactory.getLogger(LOGGER).info("POST /photos/7");
            task = photos.develop("photo 7", mayEnd.toString());
            task.onProgress(progress -> halfWay.countDown());
        }
        assertThat(halfWay.await(60, TimeUnit.SECONDS)).isTrue();
        JsonNode worker = new JsonMapper()
                .valueToTree(endpoint.pool("default"))
                .get("workers")
                .get(0);
        Files.createFile(mayEnd);
        assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo("photo 7 is developed");
        request.stop();

        String trace = spans.ended.stream()
                .filter(span -> String.valueOf(span.name()).startsWith("http"))
                .findFirst()
                .orElseThrow()
                .traceId();
        tellLines(lines, task, trace);
        tellEndpoint(worker, task);
        tellSpans(trace);
        tellMetrics();
        story.add("statistics: " + task.statistics());
    }

    private void tellLines(Lines lines, ProcessTask<String> task, String trace) {
        ILoggingEvent first = lines.of("developing photo 7");
        ILoggingEvent last = lines.of("no glossy paper is left");
        for (ILoggingEvent line : List.of(lines.of("POST /photos/7"), first, last)) {
            story.add("log: " + line.getInstant() + " " + line.getLevel() + " [" + line.getThreadName() + "] "
                    + line.getLoggerName() + " : " + line.getFormattedMessage() + " " + line.getMDCPropertyMap()
                    + (line.getKeyValuePairs() == null ? "" : " " + line.getKeyValuePairs()));
            assertThat(line.getMDCPropertyMap()).containsEntry("traceId", trace);
        }
        for (ILoggingEvent line : List.of(first, last)) {
            assertThat(line.getMDCPropertyMap())
                    .containsEntry("asynccpu.pool", "default")
                    .containsEntry("asynccpu.task", Long.toString(task.taskId()))
                    .containsEntry("asynccpu.worker.pid", Long.toString(task.workerPid()));
        }
        assertThat(last.getKeyValuePairs()).hasToString("[paper=\"matt\"]");
    }

    private void tellEndpoint(JsonNode worker, ProcessTask<String> task) {
        story.add("endpoint, while it runs: " + worker);
        JsonNode running = worker.get("runningTasks").get(0);
        assertThat(worker.get("pid").asLong()).isEqualTo(task.workerPid());
        assertThat(running.get("id").asLong()).isEqualTo(task.taskId());
        assertThat(running.get("progress").get("done").asLong()).isEqualTo(1);
    }

    /** The request, and below it the task. */
    private void tellSpans(String trace) {
        List<MutableSpan> ended = spans.ended.stream()
                .filter(span -> span.traceId().equals(trace))
                .toList();
        for (MutableSpan span : ended) {
            story.add("span: " + span.name() + " trace " + span.traceId() + " span " + span.id() + " parent "
                    + span.parentId() + " " + span.tags());
        }
        MutableSpan request = ended.stream()
                .filter(span -> span.name().startsWith("http"))
                .findFirst()
                .orElseThrow();
        assertThat(ended)
                .filteredOn(span ->
                        "asynccpu.task".equals(span.name()) || span.tags().containsKey("task"))
                .hasSize(1)
                .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(request.id()))
                .allSatisfy(span -> assertThat(span.tags()).containsEntry("outcome", "SUCCESS"));
    }

    private void tellMetrics() {
        for (Meter meter : meters.getMeters()) {
            if (meter.getId().getName().matches("(executor|asynccpu)(\\..*)?")
                    && POOL.equals(meter.getId().getTag("name"))) {
                StreamSupport.stream(meter.measure().spliterator(), false)
                        .filter(measurement -> measurement.getValue() != 0)
                        .forEach(measurement ->
                                story.add("metric: " + meter.getId().getName()
                                        + meter.getId().getTags() + " " + measurement.getStatistic() + " "
                                        + measurement.getValue()));
            }
        }
        assertThat(story)
                .contains("metric: asynccpu.tasks[tag(name=processTaskExecutor), tag(outcome=SUCCESS)] COUNT 1.0");
    }
}
