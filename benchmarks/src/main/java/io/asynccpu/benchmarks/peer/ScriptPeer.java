package io.asynccpu.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        return start(Peers.PYTHON, "Python ProcessPoolExecutor", "python-pool.py", List.of("python3"));
    }

    static Peer tinypool() throws IOException {
        return start(Peers.TINYPOOL, "tinypool (processes)", "tinypool.mjs", List.of("node"), besideTheJar());
    }

    private static Peer start(String id, String name, String resource, List<String> interpreter, String... arguments)
            throws IOException {
        Path script = Files.createTempFile("peer-", resource.substring(resource.lastIndexOf('.')));
        try (InputStream source = ScriptPeer.class.getResourceAsStream(resource)) {
            if (source == null) {
                throw new IllegalStateException("This jar lacks " + resource);
            }
            Files.write(script, source.readAllBytes());
            List<String> command = new ArrayList<>(interpreter);
            command.add(script.toString());
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
    private static String besideTheJar() throws IOException {
        try {
            return Path.of(ScriptPeer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("node_modules")
                    .toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
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
        String line = in.readLine();
        if (line == null) {
            throw new IOException("its script has ended without an answer");
        }
        Answer answer = JSON.readValue(line, Answer.class);
        if (!answer.error().isEmpty()) {
            throw new IOException(answer.error());
        }
        return answer.value();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        out.close();
        process.waitFor();
        Files.delete(script);
    }
}
