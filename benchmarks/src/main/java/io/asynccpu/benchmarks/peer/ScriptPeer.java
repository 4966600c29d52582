package io.asynccpu.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pool of another language, driven by a script of this module: a line {@code workload size} in, a line of JSON out, which
 * holds a {@code value} or an {@code error}.
 */
final class ScriptPeer implements Peer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a script answers. */
    private record Answer(double value, String error) {}

    private final String id;
    private final String name;
    private final Path script;
    private final Process process;
    private final PrintStream out;
    private final BufferedReader in;

    private ScriptPeer(String id, String name, Path script, Process process) {
        this.id = id;
        this.name = name;
        this.script = script;
        this.process = process;
        this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.in = process.inputReader(StandardCharsets.UTF_8);
    }

    static Peer python() throws IOException {
        return start(Peers.PYTHON, "Python ProcessPoolExecutor", "python-pool.py", "python3");
    }

    /** @param installed where to look for it first; NODE_PATH is Node's own affair */
    static Peer tinypool(@Nullable Path installed) throws IOException {
        Path beside = besideTheJar();
        return start(
                Peers.TINYPOOL,
                "tinypool (processes)",
                "tinypool.mjs",
                "node",
                (installed == null ? beside : installed.toAbsolutePath()).toString(),
                beside.toString());
    }

    private static Peer start(String id, String name, String resource, String interpreter, String... arguments)
            throws IOException {
        Path script = Files.createTempFile("peer-", resource.substring(resource.lastIndexOf('.')));
        try (InputStream source = ScriptPeer.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IllegalStateException("This jar lacks " + resource);
            }
            Files.write(script, source.readAllBytes());
            List<String> command = new ArrayList<>(List.of(interpreter, script.toString()));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            return new ScriptPeer(id, name, script, process);
        } catch (IOException e) {
            Files.delete(script);
            throw e;
        }
    }

    /** Where the command in CONTRIBUTING.md puts node_modules. */
    private static Path besideTheJar() {
        URL jar = ScriptPeer.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(URI.create(jar.toString())).toAbsolutePath().resolveSibling("node_modules");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double run(Workload workload, int size) throws IOException {
        out.println(workload.name().toLowerCase(Locale.ROOT) + " " + size);
        // The script would be waited for without end, as would workers of it that have its output open.
        var watch = CompletableFuture.runAsync(
                this::kill, CompletableFuture.delayedExecutor(Peers.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        String line;
        try {
            line = in.readLine();
        } finally {
            watch.cancel(false);
        }
        if (line == null) {
            throw new IOException(
                    "its script has ended without an answer, or had none after " + Peers.LIMIT.toSeconds() + " s");
        }
        Answer answer = JSON.readValue(line, Answer.class);
        if (!answer.error().isEmpty()) {
            throw new IOException(answer.error());
        }
        return answer.value();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        out.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
        Files.delete(script);
    }
}
