package io.asynccpu.benchmarks.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A bare JVM: {@link Hello} on a class path with nothing else. */
public final class HelloProcess implements AutoCloseable {

    private final Path classPath;

    private HelloProcess(Path classPath) {
        this.classPath = classPath;
    }

    public static HelloProcess prepare() throws IOException {
        Path classPath = Files.createTempDirectory("hello-");
        Path classFile = classPath.resolve(Hello.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(classFile.getParent());
        try (InputStream source = Hello.class.getResourceAsStream("Hello.class")) {
            if (source == null) {
                throw new IllegalStateException("This class path lacks " + Hello.class);
            }
            Files.write(classFile, source.readAllBytes());
        }
        return new HelloProcess(classPath);
    }

    /** From the start of the process to its first output, in milliseconds. */
    public double run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(JavaProcess.java(), "-cp", classPath.toString(), Hello.class.getName())
                .redirectErrorStream(true)
                .start();
        int first = process.getInputStream().read();
        double millis = (System.nanoTime() - start) / 1e6;
        if (first != 'H' || process.waitFor() != 0) {
            throw new IOException("The hello-world process has not said hello");
        }
        return millis;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(classPath)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
