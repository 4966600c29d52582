package io.asynccpu.internal.launch;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.launch.archive.ClassSource;
import io.asynccpu.internal.launch.archive.PathClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form in which this application was started, from which follow the {@code java} arguments that start another class on the same
 * class path. Immutable.
 *
 * <p>Uses the system property {@code java.class.path} instead of the process's command line: wildcards and argument files are expanded
 * there, and test runners that start from a manifest-only jar set it to the actual entries.
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
     * Detects the form of the running application.
     *
     * @throws WorkerStartException if no child JVM can be started from it; the message has a remedy
     */
    static ApplicationForm detect() {
        return detect(systemProperties(), ApplicationForm.class);
    }

    /** @param witness a class that the workers need, whose loader tells where the application's classes come from */
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
                        CodeLocation.of(witness).holders(classPath))
                : new ApplicationForm(
                        classPath,
                        archive,
                        archive.options(properties),
                        archive.classes(properties),
                        List.of(archive.file()));
    }

    /**
     * Returns the arguments for {@code java} up to and including the class that it starts: {@code mainClass} itself, or a launcher that
     * finds {@code mainClass} in nested jars. Further arguments are passed to {@code mainClass}, after those that an executable archive
     * may have for each start.
     *
     * @param argumentFile the file that is created for a class path too long for a command line
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

    /** Returns the arguments with another class path, which has the same classes in plain jars. */
    List<String> javaArguments(String mainClass, List<Path> otherClassPath, Path argumentFile) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(ClassPath.arguments(otherClassPath, argumentFile));
        arguments.add(mainClass);
        return arguments;
    }

    List<Path> classPath() {
        return classPath;
    }

    /** Returns all files and directories from which classes may be loaded. */
    Collection<Path> roots() throws IOException {
        List<Path> all = new ArrayList<>(new PathClasses(classPath).roots());
        if (archive != null) {
            all.addAll(archive.furtherLocations(systemProperties()));
        }
        return all;
    }

    /** Returns the files with the workers' own classes, without any of which no child finds its main class. */
    List<Path> needed() {
        return needed;
    }

    /** Returns the location of the classes; null if it is not known for this form. */
    @Nullable
    ClassSource classes() {
        return classes;
    }

    /** Returns the options that {@code java -jar}, unlike {@code java -cp}, takes from the manifest. */
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
        // Such as the loader of Spring's devtools, which loads the same entries again.
        return CodeLocation.of(witness).isOn(classPath);
    }

    private static Map<String, String> systemProperties() {
        Map<String, String> properties = new TreeMap<>();
        Properties all = System.getProperties();
        for (String name : all.stringPropertyNames()) {
            // Not System.getProperty, which refuses an empty name.
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
