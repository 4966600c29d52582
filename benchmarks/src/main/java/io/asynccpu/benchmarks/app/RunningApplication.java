package io.asynccpu.benchmarks.app;

import io.asynccpu.benchmarks.raw.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@link BenchmarkApplication} in a JVM of its own. */
public final class RunningApplication implements AutoCloseable {

    private final Process process;
    private final PrintStream out;
    private final BufferedReader in;
    private final String port;
    private final double startMillis;

    private RunningApplication(long start, Process process) throws IOException {
        this.process = process;
        this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.port = answer().split(" ", -1)[1];
        this.startMillis = (System.nanoTime() - start) / 1e6;
    }

    /** Returns when it is ready. */
    public static RunningApplication start(List<String> jvmOptions, String... arguments) throws IOException {
        long start = System.nanoTime();
        return new RunningApplication(start, JavaProcess.start(jvmOptions, BenchmarkApplication.class, arguments));
    }

    /** From the start of its process until its web server was up and its runners had run. */
    public double startMillis() {
        return startMillis;
    }

    /** Of its web server, if it has one. */
    public int port() {
        return Integer.parseInt(port);
    }

    public long pid() {
        return process.pid();
    }

    /** How many processes it has below it. */
    public long descendants() {
        return process.descendants().count();
    }

    /** Sends a line and waits for the answer. */
    public String ask(String line) throws IOException {
        out.println(line);
        return answer();
    }

    private String answer() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("The benchmark application has ended; its errors stand above");
        }
        return line;
    }

    @Override
    public void close() throws InterruptedException {
        out.close();
        process.waitFor();
    }
}
