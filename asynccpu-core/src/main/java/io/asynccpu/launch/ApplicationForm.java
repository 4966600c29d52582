package io.asynccpu.launch;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.launch.archive.ClassSource;
import io.asynccpu.launch.archive.PathClasses;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this application was started, and with it the {@code java} arguments that start another class on the same class
 * path. Immutable.
 *
 * <p>The system property {@code java.class.path} is what counts, not the process's command line: it has wildcards and
 * argument files expanded, and test runners that start from a manifest-only jar put the real entries there.
 */
final class ApplicationForm {

    private final List<Path> classPath;
    private final @Nullable BootArchive archive;
    private final List<String> options;
    private final @Nullable ClassSource classes;
    private final List<Path> needed;

    private ApplicationForm(
            List<Path> classPath,
            @Nullable BootArchive archive,
            List<String> options,
            @Nullable ClassSource classes,
            List<Path> needed) {
        this.classPath = classPath;
        this.archive = archive;
        this.options = options;
        this.classes = classes;
        this.needed = needed;
    }

    /**
     * Finds the form of the running application.
     *
     * @throws WorkerStartException if no child JVM can be started from it, with what was found and what to do
     */
    static ApplicationForm detect() {
        return detect(systemProperties(), ApplicationForm.class);
    }

    /** @param witness a class that the workers need: who loaded it tells where the application's classes come from */
    static ApplicationForm detect(Map<String, String> properties, Class<?> witness) {
        if (properties.containsKey("org.graalvm.nativeimage.imagecode")) {
            throw refused(
                    "this application is a native image, which has no class path to give to a child JVM",
                    "Run it on a JVM");
        }
        Module module = witness.getModule();
        String mainModule = properties.get("jdk.module.main");
        if (module.isNamed() || mainModule != null) {
            throw refused(
                    "this application runs from the module path (module "
                            + (module.isNamed() ? module.getName() : mainModule) + ")",
                    "Start it from the class path (-cp instead of --module-path and --module)");
        }
        List<Path> classPath = ClassPath.parse(properties.getOrDefault("java.class.path", ""));
        BootArchive archive = BootArchive.loadedFrom(classPath, witness);
        if (archive == null && !isExplained(witness, classPath)) {
            throw refused(
                    "the application's classes were loaded by " + witness.getClassLoader()
                            + ", which the class path of this JVM does not explain, such as in an external servlet"
                            + " container",
                    "Start the application as an executable jar or WAR, or from a plain class path");
        }
        return archive == null
                ? new ApplicationForm(
                        classPath,
                        null,
                        manifestOptions(classPath),
                        new PathClasses(classPath),
                        holders(witness, classPath))
                : new ApplicationForm(
                        classPath,
                        archive,
                        archive.options(properties),
                        archive.classes(properties),
                        List.of(archive.file()));
    }

    /**
     * The arguments for {@code java} up to and including the class that it starts: {@code mainClass} itself, or a
     * launcher that finds {@code mainClass} in nested jars. What is added behind them reaches {@code mainClass} (after
     * the arguments that an executable archive may bring along for every start).
     *
     * @param argumentFile where a class path that is too long for a command line is written; there is nothing yet
     */
    List<String> javaArguments(String mainClass, Path argumentFile) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(ClassPath.arguments(classPath, argumentFile));
        if (archive == null) {
            arguments.add(mainClass);
        } else {
            arguments.add("-Dloader.main=" + mainClass);
            arguments.add(BootArchive.LAUNCHER);
        }
        return arguments;
    }

    /** Like {@link #javaArguments(String, Path)}, with another class path that holds the same classes in plain jars. */
    List<String> javaArguments(String mainClass, List<Path> otherClassPath, Path argumentFile) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(ClassPath.arguments(otherClassPath, argumentFile));
        arguments.add(mainClass);
        return arguments;
    }

    List<Path> classPath() {
        return classPath;
    }

    /** The files with the workers' own classes; if one of them is gone, no child finds the class that it starts. */
    List<Path> needed() {
        return needed;
    }

    /** Where the classes are; null if that cannot be told of an application of this form. */
    @Nullable
    ClassSource classes() {
        return classes;
    }

    /** Options that {@code java -jar} takes from the manifest but {@code java -cp} does not. */
    private static List<String> manifestOptions(List<Path> classPath) {
        return classPath.size() == 1 ? ClassPathManifest.read(classPath.get(0)).javaOptions() : List.of();
    }

    private static boolean isExplained(Class<?> witness, List<Path> classPath) {
        if (classPath.isEmpty()) {
            return false;
        }
        if (witness.getClassLoader() == ClassLoader.getSystemClassLoader()) {
            return true;
        }
        // Loaders that load the same entries again, such as that of Spring's devtools.
        Path location = location(witness);
        return location != null && classPath.stream().anyMatch(entry -> isSame(entry, location));
    }

    /** Where the class is; if that is no entry of the class path, an entry names it in its manifest. */
    private static List<Path> holders(Class<?> witness, List<Path> classPath) {
        Path location = location(witness);
        if (location == null) {
            return List.of();
        }
        List<Path> entries =
                classPath.stream().filter(entry -> isSame(entry, location)).toList();
        return entries.isEmpty()
                ? Stream.concat(classPath.stream(), Stream.of(location)).toList()
                : entries;
    }

    private static @Nullable Path location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            return null;
        }
        try {
            return Path.of(location.toURI());
        } catch (URISyntaxException | IllegalArgumentException notAPath) {
            return null;
        }
    }

    private static boolean isSame(Path entry, Path location) {
        try {
            return Files.exists(entry) && Files.isSameFile(entry, location);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Map<String, String> systemProperties() {
        Map<String, String> properties = new TreeMap<>();
        Properties all = System.getProperties();
        for (String name : all.stringPropertyNames()) {
            // Not the system's own method, which refuses an empty name.
            String value = all.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    private static WorkerStartException refused(String found, String remedy) {
        return new WorkerStartException(
                "No worker can be started, because " + found + ". " + remedy
                        + ", or run the tasks in this process (mode in-process, inProcess in code).",
                null);
    }
}
