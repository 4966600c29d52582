package io.asynccpu.autoconfigure.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.logging.LoggingSystemProperty;

/** The system properties that the user or the application set. Those of the JVM itself go on the command line. */
final class UserSystemProperties {

    private static final List<String> OF_THE_JVM =
            List.of("java.", "jdk.", "sun.", "com.sun.management.", "org.graalvm.", "loader.");

    /** Boot derives these from the environment for its logging; a child's process id and files are its own. */
    private static final Set<String> OF_LOGGING = Arrays.stream(LoggingSystemProperty.values())
            .map(LoggingSystemProperty::getEnvironmentVariableName)
            .collect(Collectors.toUnmodifiableSet());

    private UserSystemProperties() {}

    static Map<String, String> ofThisJvm() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null && isUsers(name)) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    /** What the child's JVM has by itself, or got by its own arguments, stays. */
    static void apply(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    private static boolean isUsers(String name) {
        return !OF_LOGGING.contains(name) && OF_THE_JVM.stream().noneMatch(name::startsWith);
    }
}
