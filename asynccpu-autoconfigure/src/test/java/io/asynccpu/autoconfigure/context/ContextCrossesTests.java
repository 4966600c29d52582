package io.asynccpu.autoconfigure.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brave.Span;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What goes along from the caller's thread to the method in a real child, with a tracer as Boot sets it up. */
@Timeout(120)
@LeavesNoChild
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        classes = ContextCrossesTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.propagate-security-context=true",
            "asynccpu.context-keys=tenant,level,plan,money,opaque,missing,micrometer.observation",
            "asynccpu.pools.ending.max-workers=1",
            "management.tracing.sampling.probability=1.0"
        })
@DirtiesContext
class ContextCrossesTests {

    enum Plan {
        FREE,
        PAID {}
    }

    record Money(int cents) {}

    record SpanIds(String trace, String parent, String id) {}

    static final ThreadLocal<String> TENANT = new ThreadLocal<>();
    static final ThreadLocal<Integer> LEVEL = new ThreadLocal<>();
    static final ThreadLocal<Plan> PLAN = new ThreadLocal<>();
    static final ThreadLocal<Money> MONEY = new ThreadLocal<>();
    static final ThreadLocal<Money> OPAQUE = new ThreadLocal<>();
    static final ThreadLocal<String> UNLISTED = new ThreadLocal<>();

    static class Reports {

        private final Tracer tracer;

        Reports(Tracer tracer) {
            this.tracer = tracer;
        }

        @ProcessAsync
        public CompletableFuture<Map<String, String>> mdc() {
            return CompletableFuture.completedFuture(
                    new TreeMap<>(Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of())));
        }

        @ProcessAsync
        public CompletableFuture<String> locale() {
            return CompletableFuture.completedFuture(
                    LocaleContextHolder.getLocaleContext() == null
                            ? "(none)"
                            : LocaleContextHolder.getLocale() + " "
                                    + LocaleContextHolder.getTimeZone().getID());
        }

        @ProcessAsync
        public CompletableFuture<String> user() {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            return CompletableFuture.completedFuture(
                    authentication == null
                            ? "(nobody)"
                            : authentication.getName() + " " + authentication.getAuthorities());
        }

        @ProcessAsync
        public CompletableFuture<List<String>> threadLocals() {
            return CompletableFuture.completedFuture(Stream.of(TENANT, LEVEL, PLAN, MONEY, OPAQUE, UNLISTED)
                    .map(ThreadLocal::get)
                    .map(String::valueOf)
                    .toList());
        }

        @ProcessAsync
        public CompletableFuture<SpanIds> span() {
            return CompletableFuture.completedFuture(here());
        }

        @ProcessAsync("ending")
        public CompletableFuture<SpanIds> spanOfAWorkerThatEnds() {
            return CompletableFuture.completedFuture(here());
        }

        @ProcessAsync
        public CompletableFuture<SpanIds> halts() {
            Runtime.getRuntime().halt(3);
            return span();
        }

        private SpanIds here() {
            var context = Objects.requireNonNull(tracer.currentSpan()).context();
            return new SpanIds(context.traceId(), context.parentId(), context.spanId());
        }
    }

    /** Like an exporter that sends in batches: in a child it has something left to do at the end. */
    static final class Spans extends SpanHandler implements DisposableBean {

        private final BlockingQueue<MutableSpan> ended = new LinkedBlockingQueue<>();
        private final List<String> unsent = new CopyOnWriteArrayList<>();
        private final Path directory;

        Spans(Path directory) {
            this.directory = directory;
        }

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            ended.add(new MutableSpan(span));
            unsent.add(span.kind() + " " + span.traceId() + " " + span.parentId() + " " + span.id() + " "
                    + span.tag("task") + " " + span.tag("outcome"));
            return true;
        }

        @Override
        public void destroy() throws IOException {
            Files.write(directory.resolve("spans-of-" + ProcessHandle.current().pid()), unsent);
        }

        MutableSpan ofTask(String task) throws InterruptedException {
            while (true) {
                MutableSpan span = ended.poll(20, TimeUnit.SECONDS);
                assertThat(span).as("span of " + task + " among " + unsent).isNotNull();
                if (String.valueOf(span.tag("task")).endsWith(task)) {
                    return span;
                }
            }
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Reports.class)
    static class Application {

        static {
            ContextRegistry.getInstance().registerThreadLocalAccessor("level", LEVEL);
            ContextRegistry.getInstance().registerThreadLocalAccessor("plan", PLAN);
            ContextRegistry.getInstance().registerThreadLocalAccessor("money", MONEY);
            ContextRegistry.getInstance().registerThreadLocalAccessor("opaque", OPAQUE);
            ContextRegistry.getInstance().registerThreadLocalAccessor("unlisted", UNLISTED);
        }

        @Bean
        Spans spans(@Value("${test.spans}") Path directory) {
            return new Spans(directory);
        }

        @Bean
        ThreadLocalAccessor<String> tenantAccessor() {
            return new ThreadLocalAccessor<>() {
                @Override
                public Object key() {
                    return "tenant";
                }

                @Override
                public String getValue() {
                    return TENANT.get();
                }

                @Override
                public void setValue(String value) {
                    TENANT.set(value);
                }

                @Override
                public void setValue() {
                    TENANT.remove();
                }
            };
        }

        @Bean
        TaskContextConverter<Money> moneyConverter() {
            return new TaskContextConverter<>() {
                @Override
                public String key() {
                    return "money";
                }

                @Override
                public String toText(Money value) {
                    return Integer.toString(value.cents());
                }

                @Override
                public Money fromText(String text) {
                    return new Money(Integer.parseInt(text));
                }
            };
        }
    }

    @TempDir
    static Path spansDirectory;

    @DynamicPropertySource
    static void directories(DynamicPropertyRegistry registry) {
        registry.add("test.spans", () -> spansDirectory.toString());
    }

    @Autowired
    private Reports reports;

    @Autowired
    private Spans spans;

    @Autowired
    private ObservationRegistry registry;

    @Autowired
    private Tracer tracer;

    @Autowired
    @Qualifier("endingProcessTaskExecutor")
    private PooledTaskExecutor ending;

    @AfterEach
    void clear() {
        MDC.clear();
        LocaleContextHolder.resetLocaleContext();
        SecurityContextHolder.clearContext();
        Stream.of(TENANT, LEVEL, PLAN, MONEY, OPAQUE, UNLISTED).forEach(ThreadLocal::remove);
    }

    @Test
    void theMdcArrivesAndIsGoneForTheNextTask() throws Exception {
        MDC.put("request", "1");
        assertThat(reports.mdc().get()).containsEntry("request", "1");
        MDC.clear();
        assertThat(reports.mdc().get()).doesNotContainKey("request");
    }

    @Test
    void localeAndTimeZoneArriveAndAreGoneForTheNextTask() throws Exception {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("de-CH"));
        LocaleContextHolder.setTimeZone(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(reports.locale().get()).isEqualTo("de_CH Asia/Tokyo");
        LocaleContextHolder.resetLocaleContext();
        assertThat(reports.locale().get()).isEqualTo("(none)");
    }

    @Test
    void thePrincipalArrivesAndIsGoneForTheNextTask() throws Exception {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("ann", "secret", "ROLE_USER", "ROLE_ADMIN"));
        assertThat(reports.user().get()).isEqualTo("ann [ROLE_USER, ROLE_ADMIN]");
        SecurityContextHolder.clearContext();
        assertThat(reports.user().get()).isEqualTo("(nobody)");
    }

    @Test
    void aPrincipalThatIsNotSerializableIsLeftOutWithOneWarning(CapturedOutput output) throws Exception {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(new Object(), "secret"));
        assertThat(reports.user().get()).isEqualTo("(nobody)");
        assertThat(reports.user().get()).isEqualTo("(nobody)");
        assertThat(output.getAll().lines().filter(line -> line.contains("Context carrier \"security\"")))
                .hasSize(1);
        assertThat(output).contains("make it and its principal Serializable");
    }

    @Test
    void valuesOfListedKeysArriveAndAreGoneForTheNextTask(CapturedOutput output) throws Exception {
        TENANT.set("acme");
        LEVEL.set(3);
        PLAN.set(Plan.PAID);
        MONEY.set(new Money(5));
        OPAQUE.set(new Money(7));
        UNLISTED.set("stays");
        List<String> seen = List.of("acme", "3", "PAID", "Money[cents=5]", "null", "null");
        assertThat(reports.threadLocals().get()).isEqualTo(seen);
        assertThat(reports.threadLocals().get()).isEqualTo(seen);
        clear();
        assertThat(reports.threadLocals().get()).containsOnly("null");
        // One warning for each key that cannot cross, with the remedy.
        assertThat(output.getAll().lines().filter(line -> line.contains("\"thread-local opaque\"")))
                .hasSize(1);
        assertThat(output)
                .contains("the key \"opaque\" is a " + Money.class.getName())
                .contains("define a TaskContextConverter bean");
    }

    @Test
    void aKeyWithoutAnAccessorIsSaid() {
        var lonely = new ThreadLocalCarrier("missing", new NoBeans<>(), new NoBeans<>());
        assertThatThrownBy(() -> lonely.capture("pool", "task")).hasMessageContainingAll("\"missing\"", "context-keys");
    }

    @Test
    void oneTraceGoesOnInTheChild() throws Exception {
        List<String> request = new ArrayList<>();
        SpanIds seen = inRequest(request, () -> reports.span().join());
        MutableSpan task = spans.ofTask("Reports.span");

        assertThat(task.kind()).isEqualTo(Span.Kind.PRODUCER);
        assertThat(task.tag("pool")).isEqualTo("default");
        assertThat(task.tag("outcome")).isEqualTo("SUCCESS");
        assertThat(List.of(task.traceId(), task.parentId())).isEqualTo(request);
        assertThat(seen.trace()).isEqualTo(task.traceId());
        assertThat(seen.parent()).isEqualTo(task.id());
    }

    @Test
    void theMdcOfTheChildHasTheChildsSpan() throws Exception {
        List<String> request = new ArrayList<>();
        Map<String, String> mdc = inRequest(request, () -> reports.mdc().join());
        assertThat(mdc).containsEntry("traceId", request.get(0));
        assertThat(mdc.get("spanId")).isNotEqualTo(request.get(1));
    }

    @Test
    void theTasksSpanEndsWithTheErrorWhenTheWorkerDies() throws Exception {
        List<String> request = new ArrayList<>();
        inRequest(request, () -> {
            assertThatThrownBy(() -> reports.halts().join()).hasCauseInstanceOf(WorkerCrashedException.class);
            return true;
        });
        MutableSpan task = spans.ofTask("Reports.halts");
        assertThat(List.of(task.traceId(), task.parentId())).isEqualTo(request);
        assertThat(task.error()).isInstanceOf(WorkerCrashedException.class);
        assertThat(task.tag("outcome")).isEqualTo("WORKER_DIED");
    }

    @Test
    void theChildSendsItsSpansItselfAndAtItsEndTheLastOnes() throws Exception {
        SpanIds seen = reports.spanOfAWorkerThatEnds().get();
        MutableSpan task = spans.ofTask("Reports.spanOfAWorkerThatEnds");
        ending.stop();
        try (Stream<Path> files = Files.list(spansDirectory)) {
            assertThat(files).singleElement().satisfies(file -> assertThat(Files.readAllLines(file))
                    .containsExactly("CONSUMER " + seen.trace() + " " + task.id() + " " + seen.id() + " "
                            + task.tag("task") + " SUCCESS"));
        } finally {
            ending.start();
        }
    }

    private <T> T inRequest(List<String> ids, Supplier<T> call) {
        return Observation.createNotStarted("request", registry).observe(() -> {
            var context = Objects.requireNonNull(tracer.currentSpan()).context();
            ids.addAll(List.of(context.traceId(), context.spanId()));
            return call.get();
        });
    }
}
