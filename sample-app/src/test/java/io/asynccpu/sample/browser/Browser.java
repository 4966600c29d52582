package io.asynccpu.sample.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium, spoken to by the DevTools protocol over a pair of pipes: no port, no driver, nothing to download. Closing it
 * ends it and deletes what it has written.
 */
final class Browser implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Browser.class);
    private static final String MISSING =
            "There is no chromium on the path: the pages are not tested in a browser. Install the package chromium.";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LIMIT = 60; // seconds for any answer

    private final Path profile;
    private final Process process;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** Skips the test, and says so, where there is no Chromium. */
    static Browser start() throws IOException {
        Optional<Path> chromium = find();
        if (chromium.isEmpty()) {
            LOG.warn(MISSING); // The build's output names skipped tests, but not why.
        }
        assumeTrue(chromium.isPresent(), MISSING);
        return new Browser(chromium.get());
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Browser(Path chromium) throws IOException {
        profile = Files.createTempDirectory("chromium");
        // Chromium reads commands from descriptor 3 and writes to 4. Java gives a process 0 to 2 only, so a shell moves
        // them.
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null",
                        "sh",
                        chromium.toString(),
                        "--remote-debugging-pipe",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-breakpad",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TMPDIR", profile.toString()); // what a kill leaves there is deleted with the rest
        process = builder.start();
        Thread reader = new Thread(this::read, "chromium");
        reader.setDaemon(true);
        reader.start();
    }

    /** A page of its own that shows the address, as soon as it has loaded. */
    Tab open(String address) {
        JsonNode target = call(null, "Target.createTarget", Map.of("url", "about:blank"));
        JsonNode session = call(
                null,
                "Target.attachToTarget",
                Map.of("targetId", target.path("targetId").asString(), "flatten", true));
        Tab tab = new Tab(
                this,
                target.path("targetId").asString(),
                session.path("sessionId").asString());
        tab.look(1280, 900, false);
        tab.show(address);
        return tab;
    }

    /** The answer to a command; session null for the browser itself. */
    JsonNode call(String session, String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, Object> command = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (session != null) {
            command.put("sessionId", session);
        }
        try {
            synchronized (this) {
                process.getOutputStream().write(JSON.writeValueAsBytes(command));
                process.getOutputStream().write(0);
                process.getOutputStream().flush();
            }
            JsonNode message = answer.get(LIMIT, TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new AssertionError(method + ": " + message.path("error"));
            }
            return message.path("result");
        } catch (Exception e) {
            throw new AssertionError("No answer to " + method + " " + parameters, e);
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != 0) {
                    message.write(b);
                    continue;
                }
                JsonNode json = JSON.readTree(message.toString(StandardCharsets.UTF_8));
                message.reset();
                CompletableFuture<JsonNode> answer =
                        answers.remove(json.path("id").asInt(0));
                if (answer != null) { // else it is an event
                    answer.complete(json);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            answers.values()
                    .forEach(answer -> answer.completeExceptionally(new IllegalStateException("Chromium has ended")));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(LIMIT, TimeUnit.SECONDS);
        // Its helpers may still write while they end.
        for (int i = 0; i < 10 && Files.exists(profile); i++) {
            try {
                FileSystemUtils.deleteRecursively(profile);
            } catch (IOException stillWritten) {
                boolean unused = process.waitFor(1, TimeUnit.SECONDS);
            }
        }
    }
}
