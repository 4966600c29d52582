package io.asynccpu.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pools that have run tasks of every outcome, as Boot binds their meters and Prometheus gets them. */
@Timeout(60)
@LeavesNoChild
class MetricsTests {

    private static final String DEFAULT = "{name=\"processTaskExecutor\"}";

    private static ConfigurableApplicationContext context;
    private static PrometheusScrape busy;
    private static PrometheusScrape scrape;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @BeforeAll
    static void runTasksOfEveryOutcome() throws Exception {
        SpringApplication application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "asynccpu.max-workers=1",
                        "asynccpu.queue-capacity=1",
                        "asynccpu.worker.context=none",
                        "asynccpu.worker.startup-cache=off",
                        "asynccpu.pools.fresh.max-tasks-per-worker=1",
                        "asynccpu.pools.brief.queue-timeout=1ms",
                        "asynccpu.pools.broken.worker.jvm-args=-XX:NoSuchFlag",
                        "management.prometheus.metrics.export.enabled=true",
                        "management.metrics.distribution.percentiles-histogram.executor=true")
                .build();
        context = application.run();
        ProcessTaskPoolExecutor pool = pool("processTaskExecutor");
        assertThat(pool.createProcessTask(() -> 1).join()).isEqualTo(1);
        assertThat(failure(pool.createProcessTask(MetricsTests::fails))).hasMessage("on purpose");
        fillAndScrape(pool);
        assertThat(failure(pool.createProcessTask(MetricsTests::halts))).hasMessageContaining("died");
        assertThat(pool("freshProcessTaskExecutor").createProcessTask(() -> 1).join())
                .isEqualTo(1);
        assertThat(failure(pool("briefProcessTaskExecutor").createProcessTask(() -> 1)))
                .hasMessageContaining("queue timeout");
        assertThat(failure(pool("brokenProcessTaskExecutor").createProcessTask(() -> 1)))
                .hasMessageContaining("NoSuchFlag");
        // With the end of a pool all that it has counted is final.
        context.stop();
        scrape = scrape();
    }

    private static void fillAndScrape(ProcessTaskPoolExecutor pool) throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        ProcessTask<Integer> endless = pool.createProcessTask(MetricsTests::waits);
        endless.onProgress(progress -> here.countDown());
        ProcessTask<Integer> queued = pool.createProcessTask(() -> 1);
        assertThatThrownBy(() -> pool.createProcessTask(() -> 1)).isInstanceOf(RejectedExecutionException.class);
        assertThat(here.await(30, TimeUnit.SECONDS)).isTrue();
        busy = scrape();
        queued.cancel(true);
        endless.cancel(true);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private static ProcessTaskPoolExecutor pool(String bean) {
        return context.getBean(bean, PooledTaskExecutor.class).pool();
    }

    private static PrometheusScrape scrape() {
        return PrometheusScrape.of(
                context.getBean(PrometheusMeterRegistry.class).scrape());
    }

    private static int fails() {
        throw new IllegalStateException("on purpose");
    }

    private static int halts() {
        Runtime.getRuntime().halt(3);
        return 0;
    }

    private static int waits() throws InterruptedException {
        TaskContext.current().progress(1, 1, "here");
        new CountDownLatch(1).await();
        return 0;
    }

    private static Throwable failure(ProcessTask<?> task) {
        return task.handle((result, failure) -> failure).join();
    }

    @Test
    void aBusyPoolLooksLikeAnyExecutor() {
        assertThat(busy.value("executor_active_threads" + DEFAULT)).isEqualTo(1);
        assertThat(busy.value("executor_queued_tasks" + DEFAULT)).isEqualTo(1);
        assertThat(busy.value("executor_queue_remaining_tasks" + DEFAULT)).isZero();
        assertThat(busy.value("executor_pool_size_threads" + DEFAULT)).isEqualTo(1);
        assertThat(busy.value("executor_pool_core_threads" + DEFAULT)).isZero();
        assertThat(busy.value("executor_pool_max_threads" + DEFAULT)).isEqualTo(1);
        assertThat(busy.value("executor_completed_tasks_total" + DEFAULT)).isEqualTo(2);
    }

    @Test
    void theSystemIsAskedWhatTheChildrenTake() {
        assertThat(busy.value("asynccpu_workers" + DEFAULT)).isEqualTo(1);
        assertThat(busy.value("asynccpu_workers_memory_bytes" + DEFAULT)).isGreaterThan(10 << 20);
        assertThat(busy.value("asynccpu_workers_cpu_seconds_total" + DEFAULT)).isPositive();
        assertThat(scrape.value("asynccpu_workers" + DEFAULT)).isZero();
        assertThat(scrape.value("asynccpu_workers_memory_bytes" + DEFAULT)).isZero();
        assertThat(scrape.value("asynccpu_workers_cpu_seconds_total" + DEFAULT))
                .isGreaterThanOrEqualTo(busy.value("asynccpu_workers_cpu_seconds_total" + DEFAULT));
    }

    @Test
    void everyTaskCountsOnceWithItsOutcome() {
        assertThat(tasks("processTaskExecutor", "SUCCESS")).isEqualTo(1);
        assertThat(tasks("processTaskExecutor", "FAILURE")).isEqualTo(1);
        assertThat(tasks("processTaskExecutor", "CANCELLED")).isEqualTo(2);
        assertThat(tasks("processTaskExecutor", "WORKER_DIED")).isEqualTo(1);
        assertThat(tasks("processTaskExecutor", "REJECTED")).isEqualTo(1);
        assertThat(tasks("briefProcessTaskExecutor", "TIMEOUT")).isEqualTo(1);
        assertThat(tasks("brokenProcessTaskExecutor", "WORKER_NOT_STARTED")).isEqualTo(1);
        assertThat(scrape.value("executor_completed_tasks_total" + DEFAULT)).isEqualTo(5);
    }

    private static double tasks(String bean, String outcome) {
        return scrape.value("asynccpu_tasks_total{name=\"" + bean + "\",outcome=\"" + outcome + "\"}");
    }

    @Test
    void everyTaskThatWasTakenIsTimedAndThoseThatStartedTwice() {
        assertThat(scrape.value("executor_idle_seconds_count" + DEFAULT)).isEqualTo(5);
        assertThat(scrape.value("executor_seconds_count" + DEFAULT)).isEqualTo(4);
        assertThat(scrape.value("executor_seconds_sum" + DEFAULT)).isPositive();
        assertThat(scrape.value("executor_seconds_count{name=\"brokenProcessTaskExecutor\"}"))
                .isZero();
        assertThat(scrape.value("executor_seconds_bucket{name=\"processTaskExecutor\",le=\"+Inf\"}"))
                .isEqualTo(4);
    }

    @Test
    void whatBecameOfTheWorkersIsCounted() {
        assertThat(scrape.value("asynccpu_workers_started_total" + DEFAULT)).isGreaterThanOrEqualTo(1);
        assertThat(scrape.value("asynccpu_workers_startup_seconds_count" + DEFAULT))
                .isGreaterThanOrEqualTo(1);
        assertThat(scrape.value("asynccpu_workers_startup_seconds_sum" + DEFAULT))
                .isPositive();
        assertThat(scrape.value("asynccpu_workers_died_total{cause=\"EXITED\",name=\"processTaskExecutor\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("asynccpu_workers_recycled_total{name=\"freshProcessTaskExecutor\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("asynccpu_channel_sent_bytes_total" + DEFAULT)).isPositive();
        assertThat(scrape.value("asynccpu_channel_received_bytes_total" + DEFAULT))
                .isPositive();
    }

    /** In process, as no child is needed for it. */
    @Test
    void countersGoOnWhenTheContextWasStoppedAndStarted() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues("asynccpu.mode=in-process", "asynccpu.max-workers=1")
                .run(restarted -> {
                    MeterRegistry registry = restarted.getBean(MeterRegistry.class);
                    PooledTaskExecutor executor = restarted.getBean("processTaskExecutor", PooledTaskExecutor.class);
                    executor.pool().createProcessTask(() -> 1).join();
                    ((ConfigurableApplicationContext) restarted.getSourceApplicationContext()).stop();
                    assertThat(executor.isRunning()).isFalse();
                    assertThat(registry.get("executor.completed")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(1);
                    assertThat(registry.get("executor.pool.max").gauge().value())
                            .isZero();
                    ((ConfigurableApplicationContext) restarted.getSourceApplicationContext()).start();
                    executor.pool().createProcessTask(() -> 1).join();
                    assertThat(registry.get("executor.completed")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(2);
                    assertThat(registry.get("executor.pool.max").gauge().value())
                            .isEqualTo(1);
                    assertThat(registry.get("asynccpu.workers.started")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(2);
                    assertThat(registry.get("executor").timer().count()).isEqualTo(2);
                });
    }

    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("(\\w+)[=!]~?\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern OURS = Pattern.compile("\\b(?:executor|asynccpu)_\\w+");

    @Test
    void theDashboardUsesNothingThatIsNotExported() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(Path.of("..", "grafana", "asynccpu.json")));
        assertThat(dashboard.findValuesAsString("expr")).hasSizeGreaterThan(20).allSatisfy(expression -> {
            Set<String> labels = new TreeSet<>();
            assertThat(SELECTOR.matcher(expression).results()).isNotEmpty().allSatisfy(selector -> {
                assertThat(scrape.labels()).containsKey(selector.group(1));
                labels.addAll(scrape.labels().get(selector.group(1)));
                assertThat(scrape.labels().get(selector.group(1))).containsAll(groups(LABEL, selector.group(2)));
            });
            // None without braces, where it would not be looked at.
            assertThat(OURS.matcher(expression).results())
                    .hasSameSizeAs(SELECTOR.matcher(expression).results().toList());
            groups(GROUPING, expression).forEach(list -> assertThat(labels).contains(list.split(", ")));
        });
        assertThat(dashboard.findValuesAsString("definition")).allSatisfy(variable -> assertThat(scrape.labels())
                .containsKeys(
                        OURS.matcher(variable).results().map(MatchResult::group).toArray(String[]::new)));
    }

    private static Set<String> groups(Pattern pattern, String text) {
        Set<String> groups = new TreeSet<>();
        pattern.matcher(text).results().forEach(result -> groups.add(result.group(1)));
        return groups;
    }

    /** The table names meters as Prometheus gets them, without what a timer has in addition. */
    @Test
    void theReadmeNamesEachMeterAndNoOther() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String section = readme.substring(readme.indexOf("\n## Metrics\n"));
        section = section.substring(0, section.indexOf("\n## ", 1));
        Set<String> documented = groups(Pattern.compile("`((?:executor|asynccpu)_\\w+)`"), section);
        Set<String> exported = new TreeSet<>(scrape.families());
        exported.removeIf(name -> !OURS.matcher(name).matches() || name.endsWith("_max"));
        assertThat(documented).isEqualTo(exported);
    }
}
