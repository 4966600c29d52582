package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.StartupCache;
import io.asynccpu.api.WorkerConfigurer;
import java.io.File;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.logging.LoggingSystemProperty;

/**
 * Rules for values that a builder accepts and that would fail later, in a child. Each method returns the value for the builder, or
 * throws an {@link IllegalArgumentException} with the rule.
 */
final class ValueRules {

    /** Options of the "java" command that take the next argument as their value. */
    private static final Pattern VALUE_FOLLOWS = Pattern.compile("--[^=]+|-p|-cp|-classpath");

    private ValueRules() {}

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    static Class<? extends WorkerConfigurer> constructible(Class<? extends WorkerConfigurer> type) {
        // The binder does not check the bound of the type.
        require(WorkerConfigurer.class.isAssignableFrom(type), "it must implement " + WorkerConfigurer.class.getName());
        boolean withoutParameters = Arrays.stream(type.getDeclaredConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() == 0);
        require(
                withoutParameters && !Modifier.isAbstract(type.getModifiers()),
                "it must be a class with a constructor without parameters");
        return type;
    }

    /** A word that is not an option would be the class to run, and the child would not be a worker. */
    static List<String> options(List<String> arguments) {
        String before = "";
        for (String argument : arguments) {
            boolean isValue = VALUE_FOLLOWS.matcher(before).matches();
            require(
                    isValue || argument.startsWith("-") || argument.startsWith("@"),
                    "the JVM would take [" + argument
                            + "] for the class to run, since it is not an option; the arguments are "
                            + ShellWords.oneByOne(arguments));
            before = isValue ? "" : argument;
        }
        return arguments;
    }

    /** Boot derives some properties from the environment for its logging, and sets others for one JVM; a child has its own. */
    static List<String> withoutPropertiesOfBoot(List<String> rules) {
        return Stream.of(
                        PropertyRules.ofSystemProperties(rules).stream(),
                        Arrays.stream(LoggingSystemProperty.values())
                                .map(property -> "!" + property.getEnvironmentVariableName()),
                        Stream.of("!spring.devtools.restart.enabled", "!spring.aot.enabled"))
                .flatMap(all -> all)
                .toList();
    }

    static boolean isVariable(String name, String value) {
        return !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf(0) < 0 && value.indexOf(0) < 0;
    }

    static Path javaHome(File file) {
        Path home = absolute(file);
        require(
                Stream.of("java", "java.exe").map(home.resolve("bin")::resolve).anyMatch(Files::isExecutable),
                "it must be the home of a JDK or JRE, with bin/java, but there is none in " + home);
        return home;
    }

    static Path directory(File directory) {
        require(directory.isDirectory(), "it must be a directory that exists");
        return absolute(directory);
    }

    static Path directoryToCreate(File directory) {
        require(directory.isDirectory() || !directory.exists(), "it exists but is not a directory");
        return absolute(directory);
    }

    static StartupCache cache(StartupCache cache) {
        Path directory = cache.directory();
        require(
                directory == null || Files.isDirectory(directory) || Files.notExists(directory),
                "it exists but is not a directory");
        return cache;
    }

    /** The child may start in another directory, where a relative path would mean another file. */
    private static Path absolute(File file) {
        return file.toPath().toAbsolutePath().normalize();
    }
}
