package io.asynccpu.launch;

import io.asynccpu.api.StartupCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings with which child JVMs are started.
 *
 * @param javaHome the home of the JDK or JRE for the children
 * @param maxHeap the bytes for {@code -Xmx}; 0 leaves the size to the JVM
 * @param environment the variables that are added to the parent's
 * @param workingDirectory null for the parent's
 * @param crashReports the directory in which the JVM's crash reports are kept; null to keep none
 * @param startupCache whether and where archives of loaded classes are kept
 * @param kind equal for workers that load about the same classes
 * @param commandPrefix the words before {@code java} on the command line, such as {@code nice -n 10}
 * @param inProcess starts the workers on threads of this JVM, to which the other settings do not apply; null for processes
 */
public record LaunchSettings(
        Path javaHome,
        List<String> jvmArgs,
        long maxHeap,
        Map<String, String> environment,
        @Nullable Path workingDirectory,
        @Nullable Path crashReports,
        StartupCache startupCache,
        String kind,
        List<String> commandPrefix,
        @Nullable InProcessLauncher inProcess) {

    /** Environment variables from which the JVM reads options. The parent's values are not passed to children. */
    static final List<String> JVM_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    public LaunchSettings {
        jvmArgs = List.copyOf(jvmArgs);
        environment = Map.copyOf(environment);
        commandPrefix = List.copyOf(commandPrefix);
    }

    /** Whether the user sets variables from which the child's JVM reads options. */
    boolean hasJvmVariables() {
        return environment.keySet().stream().anyMatch(JVM_VARIABLES::contains);
    }

    /** Returns the user's arguments, each in brackets, for the end of a message: a frequent mistake is a wrong separation. */
    public String oneByOne() {
        return oneByOne("jvm-args", jvmArgs) + oneByOneOfPrefix();
    }

    /** Returns the arguments of the command prefix only, for a failure to run the first program. */
    String oneByOneOfPrefix() {
        return oneByOne("command-prefix", commandPrefix);
    }

    private static String oneByOne(String key, List<String> arguments) {
        return arguments.isEmpty()
                ? ""
                : arguments.stream().collect(Collectors.joining("] [", "; worker." + key + " is [", "]"));
    }
}
