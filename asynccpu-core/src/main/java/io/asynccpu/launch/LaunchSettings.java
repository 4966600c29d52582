package io.asynccpu.launch;

import io.asynccpu.api.StartupCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a child JVM is started.
 *
 * @param javaHome home of the JDK or JRE for the children
 * @param maxHeap in bytes, for {@code -Xmx}; 0 leaves it to the JVM
 * @param environment added to the parent's own
 * @param workingDirectory null for the parent's
 * @param crashReports where the JVM's crash reports are kept; null to keep none
 * @param startupCache whether and where archives of loaded classes are kept
 * @param kind workers with the same load about the same classes
 * @param commandPrefix what stands before {@code java} on the command line, such as {@code nice -n 10}
 * @param inProcess runs the workers on threads of this JVM, for which nothing else here counts; null for processes
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

    public LaunchSettings {
        jvmArgs = List.copyOf(jvmArgs);
        environment = Map.copyOf(environment);
        commandPrefix = List.copyOf(commandPrefix);
    }

    /** For the end of a message: the user's arguments, whose mistakes are often about where one ends. */
    public String oneByOne() {
        return oneByOne("jvm-args", jvmArgs) + oneByOneOfPrefix();
    }

    /** Where it is the first program that is not run. */
    String oneByOneOfPrefix() {
        return oneByOne("command-prefix", commandPrefix);
    }

    private static String oneByOne(String key, List<String> arguments) {
        return arguments.isEmpty()
                ? ""
                : arguments.stream().collect(Collectors.joining("] [", "; worker." + key + " is [", "]"));
    }
}
