package io.asynccpu.sample.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.sample.LeavesNoWorker;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the endpoint answers and lets be done, over both kinds of web server and over JMX. */
@LeavesNoWorker
@Timeout(240)
class EndpointTests {

    private static final String UNRESTRICTED = "management.endpoint.asynccpu.access=unrestricted";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    /** No {@code @SpringBootConfiguration}: the tests beside this one would find it. */
    @EnableAutoConfiguration
    static class Shop {}

    private static ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "spring.config.location=optional:classpath:/none/",
                "server.port=0",
                "asynccpu.max-workers=1",
                "asynccpu.worker.context=none",
                "asynccpu.cancel-tasks-when-shutdown=true",
                "management.endpoints.web.exposure.include=asynccpu,health"));
        arguments.addAll(List.of(properties));
        return new SpringApplicationBuilder(Shop.class)
                .web(type)
                .run(arguments.stream().map(it -> "--" + it).toArray(String[]::new));
    }

    private static ProcessTaskPoolExecutor pool(ConfigurableApplicationContext context) {
        return context.getBean("processTaskExecutor", PooledTaskExecutor.class).pool();
    }

    private static HttpResponse<String> ask(
            ConfigurableApplicationContext context, String method, String path, String body) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator" + path))
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int refusal(ConfigurableApplicationContext context, String method, String path, String body)
            throws Exception {
        return ask(context, method, path, body).statusCode();
    }

    private static JsonNode get(ConfigurableApplicationContext context, String path) throws Exception {
        HttpResponse<String> response = ask(context, "GET", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    static int endless() throws InterruptedException {
        TaskContext.current().progress(1, 4, "the first");
        new CountDownLatch(1).await();
        return 0;
    }

    static int halt() {
        System.out.println("the last words");
        System.out.flush();
        Runtime.getRuntime().halt(7);
        return 0;
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void theAnswersHaveTheDocumentedForm(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type)) {
            CompletableFuture<Object> progressed = new CompletableFuture<>();
            ProcessTask<Integer> crashing = pool(context).createProcessTask(EndpointTests::halt);
            assertThat(crashing.handle((result, failure) -> failure).get(60, TimeUnit.SECONDS))
                    .isNotNull();
            ProcessTask<Integer> running = pool(context).createProcessTask(EndpointTests::endless);
            running.onProgress(progressed::complete);
            ProcessTask<Integer> waiting = pool(context).createProcessTask(EndpointTests::endless);
            progressed.get(60, TimeUnit.SECONDS);

            JsonNode pool = get(context, "/asynccpu").get("pools").get(0);
            assertThat(get(context, "/asynccpu/default").get("submitted")).isEqualTo(pool.get("submitted"));
            assertThat(names(pool))
                    .containsExactly(
                            "name",
                            "state",
                            "paused",
                            "minWorkers",
                            "maxWorkers",
                            "spareWorkers",
                            "threadsPerWorker",
                            "queueCapacity",
                            "sandbox",
                            "submitted",
                            "completed",
                            "outcomes",
                            "queued",
                            "running",
                            "startFailure",
                            "outOfService",
                            "waitingForMemory",
                            "warnings",
                            "lastDeath",
                            "workers",
                            "resultsBeingRead");
            assertThat(pool.get("outcomes").get("WORKER_DIED").asInt()).isEqualTo(1);
            assertThat(pool.get("queued").asInt()).isEqualTo(1);
            assertThat(pool.get("running").asInt()).isEqualTo(1);
            assertThat(names(pool.get("lastDeath"))).containsExactly("workerId", "pid", "at", "reason");
            assertThat(pool.get("lastDeath").get("reason").asString()).contains("code 7");
            JsonNode worker = pool.get("workers").get(0);
            assertThat(names(worker))
                    .containsExactly(
                            "id",
                            "pid",
                            "state",
                            "startedAt",
                            "tasksDone",
                            "residentBytes",
                            "cpuTimeMillis",
                            "runningTasks");
            assertThat(worker.get("residentBytes").asLong()).isGreaterThan(1 << 20);
            JsonNode task = worker.get("runningTasks").get(0);
            assertThat(names(task))
                    .containsExactly(
                            "id", "name", "state", "attempt", "workerPid", "submittedAt", "startedAt", "progress");
            assertThat(task.get("id").asLong()).isEqualTo(running.taskId());
            assertThat(task.get("progress").toString()).isEqualTo("{\"done\":1,\"total\":4,\"message\":\"the first\"}");

            JsonNode queued = get(context, "/asynccpu/default/queued?page=0&size=10");
            assertThat(names(queued)).containsExactly("pool", "list", "page", "size", "total", "items");
            assertThat(queued.get("items").get(0).get("id").asLong()).isEqualTo(waiting.taskId());
            assertThat(get(context, "/asynccpu/default/queued?page=1&size=10").get("items"))
                    .isEmpty();
            assertThat(get(context, "/asynccpu/default/running").get("total").asInt())
                    .isEqualTo(1);

            JsonNode failure =
                    get(context, "/asynccpu/default/failures").get("items").get(0);
            assertThat(names(failure))
                    .containsExactly(
                            "taskId",
                            "name",
                            "workerPid",
                            "attempt",
                            "at",
                            "outcome",
                            "exception",
                            "message",
                            "stackTrace",
                            "exitCode",
                            "signal",
                            "problematicFrame",
                            "lastOutput");
            assertThat(failure.get("exitCode").asInt()).isEqualTo(7);
            assertThat(failure.get("lastOutput").get(0).asString()).contains("the last words");
            assertThat(failure.get("stackTrace").asString()).contains("WorkerCrashedException");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void whatIsNotThereIsNotFoundAndWhatMakesNoSenseIsABadRequest(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type, UNRESTRICTED)) {
            for (String path : List.of("/asynccpu/none", "/asynccpu/none/queued", "/asynccpu/default/none")) {
                assertThat(ask(context, "GET", path, "").statusCode()).as(path).isEqualTo(404);
            }
            for (String query : List.of("page=-1", "size=0", "size=501", "page=x")) {
                assertThat(refusal(context, "GET", "/asynccpu/default/queued?" + query, ""))
                        .as(query)
                        .isEqualTo(400);
            }
            assertThat(refusal(context, "DELETE", "/asynccpu/default/tasks/999999999", ""))
                    .isEqualTo(400);
            assertThat(refusal(context, "DELETE", "/asynccpu/default/workers/1", ""))
                    .isEqualTo(400);
            assertThat(refusal(context, "POST", "/asynccpu/default/workers/99", "{\"operation\":\"recycle\"}"))
                    .isEqualTo(400);
            assertThat(refusal(context, "POST", "/asynccpu/default/workers/1", "{\"operation\":\"bake\"}"))
                    .isEqualTo(400);
            assertThat(refusal(context, "POST", "/asynccpu/none", "{\"paused\":true}"))
                    .isEqualTo(400);
        }
    }

    /** It takes a race of the thread that asks with the one that answers, so many are needed to see it. */
    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void noRefusalsAnswerIsLost(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type, UNRESTRICTED)) {
            for (int i = Boolean.getBoolean("asynccpu.thorough") ? 100 : 20; i > 0; i--) {
                assertThat(refusal(context, "POST", "/asynccpu/default/workers/99", "{\"operation\":\"recycle\"}"))
                        .isEqualTo(400);
                assertThat(refusal(context, "POST", "/asynccpu/default/workers/99", "{}"))
                        .isEqualTo(400);
                assertThat(refusal(context, "POST", "/asynccpu/default/workers/x", "{\"operation\":\"recycle\"}"))
                        .isEqualTo(400);
                assertThat(refusal(context, "POST", "/asynccpu/default", "{}")).isEqualTo(400);
                assertThat(refusal(context, "DELETE", "/asynccpu/default/tasks/999999999", ""))
                        .isEqualTo(400);
                assertThat(refusal(context, "GET", "/asynccpu/default/queued?page=-1", ""))
                        .isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void theReasonOfARefusalIsInTheBodyWhereTheApplicationShowsMessages(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type, UNRESTRICTED)) {
            HttpResponse<String> refusal = ask(context, "DELETE", "/asynccpu/default/tasks/999999999", "");
            assertThat(refusal.statusCode()).isEqualTo(400);
            assertThat(refusal.body()).doesNotContain("has no task");
        }
        try (ConfigurableApplicationContext context =
                start(type, UNRESTRICTED, "spring.web.error.include-message=always")) {
            HttpResponse<String> refusal = ask(context, "DELETE", "/asynccpu/default/tasks/999999999", "");
            assertThat(refusal.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(refusal.body()).get("message").asString())
                    .isEqualTo("Pool default has no task 999999999; it may have ended");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void whereAccessIsUnrestrictedPoolsAreOperated(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type, UNRESTRICTED)) {
            long pid = pool(context)
                    .createProcessTask(() -> ProcessHandle.current().pid())
                    .join();
            HttpResponse<String> paused = ask(context, "POST", "/asynccpu/default", "{\"paused\":true}");
            assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
            assertThat(JSON.readTree(paused.body()).get("paused").asBoolean()).isTrue();
            ProcessTask<Integer> waiting = pool(context).createProcessTask(EndpointTests::endless);
            assertThat(ask(context, "DELETE", "/asynccpu/default/tasks/" + waiting.taskId(), "")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(waiting).isCancelled();
            int worker = pool(context).snapshot().workers().get(0).id();
            assertThat(ask(context, "POST", "/asynccpu/default/workers/" + worker, "{\"operation\":\"recycle\"}")
                            .statusCode())
                    .isEqualTo(204);
            ask(context, "POST", "/asynccpu/default", "{\"paused\":false}");
            // The old one serves until the new one is ready.
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> pool(context)
                                    .createProcessTask(
                                            () -> ProcessHandle.current().pid())
                                    .get(60, TimeUnit.SECONDS)
                            != pid);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void aPoolIsResizedByANumberAloneAndWhatCannotBeIsABadRequest(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context =
                start(type, UNRESTRICTED, "asynccpu.min-workers=1", "management.endpoint.health.show-details=always")) {
            HttpResponse<String> resized = ask(context, "POST", "/asynccpu/default", "{\"maxWorkers\":4}");
            assertThat(resized.statusCode()).as(resized.body()).isEqualTo(200);
            assertThat(JSON.readTree(resized.body()).get("maxWorkers").asInt()).isEqualTo(4);
            assertThat(JSON.readTree(resized.body()).get("paused").asBoolean()).isFalse();
            assertThat(pool(context).load().maxWorkers()).isEqualTo(4);
            assertThat(get(context, "/health").toString()).contains("\"maxWorkers\":4");

            assertThat(ask(context, "POST", "/asynccpu/default", "{\"paused\":true,\"maxWorkers\":2}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(pool(context).snapshot().paused()).isTrue();
            assertThat(pool(context).load().maxWorkers()).isEqualTo(2);
            for (String body : List.of("{\"paused\":false,\"maxWorkers\":0}", "{\"maxWorkers\":\"x\"}", "{}")) {
                assertThat(refusal(context, "POST", "/asynccpu/default", body))
                        .as(body)
                        .isEqualTo(400);
            }
            assertThat(pool(context).snapshot().paused())
                    .as("what is refused in part is refused")
                    .isTrue();
            assertThat(pool(context).load().maxWorkers()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void aWorkerIsAskedForItsThreadsAndForItsHeap(WebApplicationType type, @TempDir Path directory) throws Exception {
        try (ConfigurableApplicationContext context =
                start(type, UNRESTRICTED, "asynccpu.worker.crash-reports=" + directory)) {
            CompletableFuture<Object> progressed = new CompletableFuture<>();
            ProcessTask<Integer> running = pool(context).createProcessTask(EndpointTests::endless);
            running.onProgress(progressed::complete);
            progressed.get(60, TimeUnit.SECONDS);
            String worker = "/asynccpu/default/workers/"
                    + pool(context).snapshot().workers().get(0).id();

            HttpResponse<String> threads = ask(context, "POST", worker, "{\"operation\":\"threads\"}");
            assertThat(threads.statusCode()).as(threads.body()).isEqualTo(200);
            JsonNode dump = JSON.readTree(threads.body());
            assertThat(names(dump)).containsExactly("workerId", "pid", "at", "threads");
            assertThat(dump.get("pid").asLong()).isEqualTo(running.workerPid());
            assertThat(dump.get("threads").asString()).contains("EndpointTests.endless(EndpointTests.java:");

            HttpResponse<String> heap = ask(context, "POST", worker, "{\"operation\":\"heap\"}");
            assertThat(heap.statusCode()).as(heap.body()).isEqualTo(200);
            dump = JSON.readTree(heap.body());
            assertThat(names(dump)).containsExactly("workerId", "pid", "at", "file", "bytes");
            assertThat(Path.of(dump.get("file").asString()))
                    .hasParent(directory)
                    .hasSize(dump.get("bytes").asLong());
            assertThat(refusal(context, "POST", "/asynccpu/default/workers/99", "{\"operation\":\"threads\"}"))
                    .isEqualTo(400);
        }
        try (ConfigurableApplicationContext context = start(type, UNRESTRICTED)) {
            pool(context).createProcessTask(() -> 1).get(60, TimeUnit.SECONDS);
            assertThat(refusal(context, "POST", "/asynccpu/default/workers/1", "{\"operation\":\"heap\"}"))
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void byDefaultPoolsAreSeenAndNotOperated(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type)) {
            ProcessTask<Integer> running = pool(context).createProcessTask(EndpointTests::endless);
            assertThat(get(context, "/asynccpu/default").get("state").asString())
                    .isEqualTo("RUNNING");
            assertThat(ask(context, "POST", "/asynccpu/default", "{\"paused\":true}")
                            .statusCode())
                    .isIn(404, 405);
            assertThat(ask(context, "DELETE", "/asynccpu/default/tasks/" + running.taskId(), "")
                            .statusCode())
                    .isIn(404, 405);
            assertThat(pool(context).snapshot().paused()).isFalse();
            assertThat(running).isNotDone();
        }
    }

    @Test
    void overJmxPoolsAreSeenAndOperatedAsAccessAllows() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Asynccpu");
        String[] jmx = {"spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=asynccpu"};
        try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, jmx[0], jmx[1], UNRESTRICTED)) {
            ProcessTask<Integer> running = pool(context).createProcessTask(EndpointTests::endless);
            assertThat(server.invoke(name, "pools", new Object[0], new String[0])
                            .toString())
                    .contains("name=default");
            assertThat(server.invoke(name, "list", new Object[] {"default", "queued", 0, 10}, new String[] {
                                "java.lang.String", "java.lang.String", "java.lang.Integer", "java.lang.Integer"
                            })
                            .toString())
                    .contains("list=queued");
            CompletableFuture<Object> progressed = new CompletableFuture<>();
            running.onProgress(progressed::complete);
            progressed.get(60, TimeUnit.SECONDS);
            int worker = pool(context).snapshot().workers().get(0).id();
            String[] operate = {"java.lang.String", "java.lang.String", "java.lang.Integer", "java.lang.String"};
            assertThat(server.invoke(
                                    name,
                                    "operateWorker",
                                    new Object[] {"default", "workers", worker, "threads"},
                                    operate)
                            .toString())
                    .contains("EndpointTests.endless");
            Object[] heap = {"default", "workers", worker, "heap"};
            assertThatThrownBy(() -> server.invoke(name, "operateWorker", heap, operate))
                    .rootCause()
                    .hasMessageContaining("asynccpu.worker.crash-reports");
            Object[] cancel = {"default", "tasks", running.taskId()};
            String[] types = {"java.lang.String", "java.lang.String", "java.lang.Long"};
            server.invoke(name, "cancel", cancel, types);
            assertThat(running).isCancelled();
            cancel[2] = -1L;
            assertThatThrownBy(() -> server.invoke(name, "cancel", cancel, types))
                    .rootCause()
                    .hasMessageContaining("has no task -1");
            Object[] resize = {"default", null, 3};
            String[] resizeTypes = {"java.lang.String", "java.lang.Boolean", "java.lang.Integer"};
            assertThat(server.invoke(name, "operatePool", resize, resizeTypes).toString())
                    .contains("maxWorkers=3");
            resize[2] = null;
            assertThatThrownBy(() -> server.invoke(name, "operatePool", resize, resizeTypes))
                    .rootCause()
                    .hasMessageContaining("Nothing is to be done to pool default");
        }
        try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, jmx)) {
            assertThat(context.isRunning()).isTrue();
            assertThat(server.getMBeanInfo(name).getOperations())
                    .extracting(operation -> operation.getName())
                    .contains("pools", "list")
                    .doesNotContain("cancel", "operatePool", "operateWorker");
        }
    }

    @Test
    void aPoolCanStandInTheReadinessGroup() throws Exception {
        try (ConfigurableApplicationContext context = start(
                WebApplicationType.SERVLET,
                "management.endpoint.health.group.readiness.include=readinessState,asynccpu",
                "management.endpoint.health.probes.enabled=true",
                "management.endpoint.health.show-components=always")) {
            JsonNode readiness = get(context, "/health/readiness");
            assertThat(names(readiness.get("components"))).contains("asynccpu", "readinessState");
            assertThat(readiness.get("status").asString()).isEqualTo("UP");
        }
    }
}
