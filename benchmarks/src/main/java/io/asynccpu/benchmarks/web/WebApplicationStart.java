package io.asynccpu.benchmarks.web;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.benchmarks.raw.JavaProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.dataformat.smile.SmileFactory;

/** Starts {@link WebApplication} in JVMs of their own, with the starter on the class path and without. */
public final class WebApplicationStart implements AutoCloseable {

    /** The profile in which the application has an annotated bean. */
    public static final String ANNOTATED = AnnotatedService.PROFILE;

    /** What the starter brings into an application that has the web and actuator. */
    private static final List<Class<?>> OF_THE_STARTER =
            List.of(ProcessTaskPoolExecutor.class, AsyncCpuAutoConfiguration.class, SmileFactory.class);

    private final Path application;
    private final Set<Path> libraries;

    private WebApplicationStart(Path application, Set<Path> libraries) {
        this.application = application;
        this.libraries = libraries;
    }

    /** Copies the application's classes, as the jar that they are in names the starter in its manifest. */
    public static WebApplicationStart prepare() throws IOException, URISyntaxException {
        Path application = Files.createTempDirectory("web-application-");
        for (Class<?> type : List.of(WebApplication.class, AnnotatedService.class)) {
            Path file = application.resolve(type.getName().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            try (InputStream source = type.getResourceAsStream(type.getSimpleName() + ".class")) {
                if (source == null) {
                    throw new IOException("This class path lacks " + type);
                }
                Files.copy(source, file);
            }
        }
        Set<Path> libraries = libraries();
        libraries.remove(place(WebApplication.class));
        return new WebApplicationStart(application, libraries);
    }

    /** Milliseconds until the application is ready, and of processor time until then. */
    public double[] withStarter(String profile) throws IOException, InterruptedException {
        return start(libraries, profile);
    }

    /** As {@link #withStarter}. */
    public double[] withoutStarter(String profile) throws IOException, InterruptedException, URISyntaxException {
        Set<Path> others = new LinkedHashSet<>(libraries);
        for (Class<?> type : OF_THE_STARTER) {
            if (!others.remove(place(type))) {
                throw new IOException(
                        "The class path cannot be told from the starter's: it does not name " + place(type));
            }
        }
        return start(others, profile);
    }

    private double[] start(Set<Path> libraries, String profile) throws IOException, InterruptedException {
        String classPath = Stream.concat(Stream.of(application), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder builder = new ProcessBuilder(
                        JavaProcess.java(),
                        "-cp",
                        classPath,
                        WebApplication.class.getName(),
                        "--server.port=0",
                        "--spring.profiles.active=" + profile)
                .redirectError(Redirect.INHERIT);
        long start = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(WebApplication.READY)) {
                    double millis = (System.nanoTime() - start) / 1e6;
                    Duration processor = process.info().totalCpuDuration().orElseThrow();
                    return new double[] {millis, processor.toMillis()};
                }
            }
            throw new IOException("The web application has ended before it was ready");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** Of this JVM's class path, with what the jars on it name in their manifests. */
    private static Set<Path> libraries() throws IOException {
        Set<Path> libraries = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.exists(path)) {
                libraries.add(path.toRealPath());
                for (String name : namedBy(path)) {
                    libraries.add(path.resolveSibling(name).toRealPath());
                }
            }
        }
        return libraries;
    }

    private static List<String> namedBy(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return List.of();
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<String> all = new ArrayList<>(names == null ? List.of() : List.of(names.split(" ", -1)));
            all.removeIf(name -> Files.notExists(path.resolveSibling(name)));
            return all;
        }
    }

    private static Path place(Class<?> type) throws IOException, URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toRealPath();
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
