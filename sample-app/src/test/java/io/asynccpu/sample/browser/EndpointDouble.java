package io.asynccpu.sample.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.asynccpu.autoconfigure.actuate.AsyncCpuWebExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.boot.actuate.endpoint.Access;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoint's page over pools that a test invents: what they say, how many tasks wait, whether they answer at all. It speaks the
 * endpoint's JSON and notes what is asked of it.
 */
final class EndpointDouble implements AutoCloseable {

    /** @param token what came in the header for Spring Security's CSRF protection, or "none" */
    record Operation(String method, String path, String body, String token) {}

    private static final String PATH = "/manage/asynccpu";

    final BlockingQueue<Operation> operations = new LinkedBlockingQueue<>();
    final AtomicInteger questions = new AtomicInteger();
    volatile List<Map<String, Object>> running = List.of();
    volatile List<Map<String, Object>> failures = List.of();
    volatile String threadDump = "";
    volatile int queued;
    volatile boolean broken;
    volatile int operationStatus = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String page;

    EndpointDouble(Access access) throws IOException {
        page = new AsyncCpuWebExtension((id, unless) -> access).page().getBody();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    static Map<String, Object> task(long id, String name, int attempt, Map<String, Object> progress) {
        Map<String, Object> task = new HashMap<>();
        task.put("id", id);
        task.put("name", name);
        task.put("state", "RUNNING");
        task.put("attempt", attempt);
        task.put("workerPid", 4711);
        task.put("submittedAt", Instant.now().minusSeconds(61).toString());
        task.put("startedAt", Instant.now().minusSeconds(60).toString());
        task.put("progress", progress);
        return task;
    }

    static Map<String, Object> progress(long done, long total, String message) {
        return Map.of("done", done, "total", total, "message", message);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(PATH.length());
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            if (!exchange.getRequestMethod().equals("GET")) {
                operate(exchange, path);
            } else if (broken) {
                send(exchange, 503, "text/plain", "broken");
            } else if (accept.contains("text/html")) {
                exchange.getResponseHeaders().add("Set-Cookie", "XSRF-TOKEN=the%20token; Path=/");
                send(exchange, 200, "text/html;charset=UTF-8", page);
            } else if (path.isEmpty()) {
                questions.incrementAndGet();
                json(exchange, Map.of("pools", List.of(pool())));
            } else if (path.equals("/a pool/queued")) {
                json(exchange, queuePage(exchange.getRequestURI().getQuery()));
            } else if (path.equals("/a pool/failures")) {
                json(exchange, Map.of("page", 0, "size", 20, "total", failures.size(), "items", failures));
            } else {
                send(exchange, 404, "text/plain", path);
            }
        }
    }

    private void operate(HttpExchange exchange, String path) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("X-XSRF-TOKEN");
        operations.add(new Operation(exchange.getRequestMethod(), path, body, token == null ? "none" : token));
        if (operationStatus == 200 && exchange.getRequestMethod().equals("DELETE")) {
            running = List.of();
        }
        if (operationStatus == 200 && body.contains("threads")) {
            json(
                    exchange,
                    Map.of("workerId", 1, "pid", 4711, "at", Instant.now().toString(), "threads", threadDump));
            return;
        }
        exchange.sendResponseHeaders(operationStatus, -1);
    }

    private Map<String, Object> pool() {
        List<Map<String, Object>> tasks = running;
        Map<String, Object> pool = new HashMap<>();
        pool.put("name", "a pool");
        pool.put("state", "RUNNING");
        pool.put("paused", false);
        pool.put("minWorkers", 1);
        pool.put("maxWorkers", 2);
        pool.put("spareWorkers", 0);
        pool.put("threadsPerWorker", 1);
        pool.put("queueCapacity", 20_000);
        pool.put("sandbox", "none");
        pool.put("warnings", List.of());
        pool.put("submitted", 100);
        pool.put("completed", 50 + failures.size());
        pool.put("queued", queued);
        pool.put("running", tasks.size());
        pool.put("outcomes", Map.of("SUCCESS", 50, "FAILURE", failures.size()));
        pool.put("workers", List.of(worker(1, 4711, tasks), worker(2, 4712, List.of())));
        return pool;
    }

    private static Map<String, Object> worker(int id, long pid, List<Map<String, Object>> tasks) {
        return Map.of(
                "id",
                id,
                "pid",
                pid,
                "state",
                "READY",
                "startedAt",
                Instant.now().minusSeconds(3600).toString(),
                "tasksDone",
                25,
                "residentBytes",
                100 << 20,
                "cpuTimeMillis",
                1000,
                "runningTasks",
                tasks);
    }

    private Map<String, Object> queuePage(String query) {
        int page = Integer.parseInt(query.replaceAll(".*page=([0-9]+).*", "$1"));
        int size = Integer.parseInt(query.replaceAll(".*size=([0-9]+).*", "$1"));
        List<Map<String, Object>> items = new ArrayList<>();
        IntStream.range(page * size, Math.min(queued, (page + 1) * size))
                .forEach(n -> items.add(task(1000 + n, "Waiting.task", 0, null)));
        return Map.of("page", page, "size", size, "total", queued, "items", items);
    }

    private static void json(HttpExchange exchange, Object value) throws IOException {
        send(exchange, 200, "application/json", JsonMapper.shared().writeValueAsString(value));
    }

    private static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
