package io.asynccpu.internal.launch;

import io.asynccpu.api.Sandbox;
import io.asynccpu.api.StartupCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param sandbox the wall around the children
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
        Sandbox sandbox,
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

    /**
     * Builder of {@link LaunchSettings}.
     *
     * @param <B> as for {@link SettingsBuilder}
     * @hidden
     */
    @SuppressWarnings("InvalidBlockTag")
    public abstract static class Builder<B> extends SettingsBuilder<B> {

        private static final String STARTUP_CACHE = "asynccpu.worker.startup-cache";
        private static final String SANDBOX = "asynccpu.worker.sandbox.";

        private boolean inProcess;
        private List<String> jvmArgs = List.of();
        private long maxHeap;
        private Map<String, String> environment = Map.of();
        private @Nullable Path workingDirectory;
        private @Nullable Path crashReports;
        private List<String> commandPrefix = List.of();
        private @Nullable Sandbox sandbox;
        private StartupCache startupCache = StartupCache.AUTO;
        private @Nullable Path javaHome;

        /**
         * Whether tasks run on threads of this JVM instead of in child JVMs: for breakpoints and for fast tests. Default false.
         *
         * <p>Arguments, results and failures are serialized as for a child JVM, and limits, timeouts and cancels hold. But nothing
         * is isolated: a task that ignores its interrupt is abandoned where a child would be killed, and {@code System.exit} in a
         * task ends this JVM. Settings of child JVMs ({@code jvmArgs}, {@code maxHeap}, {@code environment}, memory limits and the
         * like) have no effect.
         */
        public B inProcess(boolean inProcess) {
            this.inProcess = inProcess;
            return self();
        }

        /** Arguments for the child JVM, after those that the pool sets. */
        public B jvmArgs(List<String> jvmArgs) {
            this.jvmArgs = List.copyOf(jvmArgs);
            return self();
        }

        /** Arguments for the child JVM, after those that the pool sets. */
        public B jvmArgs(String... jvmArgs) {
            return jvmArgs(List.of(jvmArgs));
        }

        /**
         * Largest heap of a worker in bytes. Default 0: as {@link #jvmArgs} or {@code memoryBudget} say; without them a share, such
         * that all workers of such pools together take no more than the machine or container has beside this JVM, and at most the
         * quarter of it that is a JVM's own default.
         */
        public B maxHeap(long maxHeap) {
            require(maxHeap == 0 || maxHeap >= 2 << 20, "maxHeap", maxHeap, "0 or at least 2 MiB");
            this.maxHeap = maxHeap;
            return self();
        }

        /** Environment variables for the child, added to the parent's own. */
        public B environment(Map<String, String> environment) {
            this.environment = new LinkedHashMap<>(environment);
            return self();
        }

        /** Working directory of the child. Default null: the parent's. */
        public B workingDirectory(@Nullable Path workingDirectory) {
            this.workingDirectory = workingDirectory == null ? null : workingDirectory.toAbsolutePath();
            return self();
        }

        /**
         * Directory for the crash reports of dead workers and for heap dumps, created if necessary. Default null: reports are
         * deleted.
         */
        public B crashReports(@Nullable Path crashReports) {
            this.crashReports = crashReports == null ? null : crashReports.toAbsolutePath();
            return self();
        }

        /** Words before {@code java} on the child's command line, such as {@code nice -n 10}. */
        public B commandPrefix(List<String> commandPrefix) {
            this.commandPrefix = new ArrayList<>(commandPrefix);
            return self();
        }

        /** Words before {@code java} on the child's command line, such as {@code nice -n 10}. */
        public B commandPrefix(String... commandPrefix) {
            return commandPrefix(List.of(commandPrefix));
        }

        /**
         * The wall around the children, for input that is not to be trusted. Default {@link Sandbox#NONE}, unless the system property
         * {@code asynccpu.worker.sandbox.mode} is {@code bubblewrap} for all pools of processes without a value of their own; then {@code …read}
         * and {@code …write} have paths, separated as on a class path.
         */
        public B sandbox(Sandbox sandbox) {
            this.sandbox = Objects.requireNonNull(sandbox);
            return self();
        }

        private Sandbox sandbox() {
            if (sandbox != null) {
                return sandbox;
            }
            String mode = System.getProperty(SANDBOX + "mode", "none").strip();
            boolean isWalled = Sandbox.Mode.BUBBLEWRAP.name().equalsIgnoreCase(mode);
            require(
                    isWalled || Sandbox.Mode.NONE.name().equalsIgnoreCase(mode),
                    "The system property " + SANDBOX + "mode",
                    mode,
                    "none or bubblewrap");
            return isWalled && !inProcess
                    ? Sandbox.bubblewrap()
                            .read(paths(SANDBOX + "read"))
                            .write(paths(SANDBOX + "write"))
                            .build()
                    : Sandbox.NONE;
        }

        private static Path[] paths(String property) {
            return ClassPath.parse(System.getProperty(property, "")).toArray(Path[]::new);
        }

        /**
         * Whether workers start from an archive of their loaded classes. Default {@link StartupCache#AUTO}, unless the system
         * property {@code asynccpu.worker.startup-cache} says otherwise for all pools without a value of their own.
         */
        public B startupCache(StartupCache startupCache) {
            this.startupCache = Objects.requireNonNull(startupCache);
            return self();
        }

        private StartupCache startupCache() {
            String ofThisJvm = System.getProperty(STARTUP_CACHE);
            return ofThisJvm == null || !startupCache.equals(StartupCache.AUTO)
                    ? startupCache
                    : StartupCache.of(ofThisJvm);
        }

        /** Home of the JDK or JRE that runs the children. Default: the parent's own. */
        public B javaHome(Path javaHome) {
            this.javaHome = javaHome.toAbsolutePath();
            return self();
        }

        /**
         * @param threads for a pool that is {@link #inProcess}
         * @hidden
         */
        protected final LaunchSettings launchSettings(String kind, InProcessLauncher threads) {
            Sandbox wall = sandbox();
            require(
                    !inProcess || !wall.isOn(),
                    "sandbox",
                    wall.mode(),
                    "none for a pool in process, which has no wall");
            return new LaunchSettings(
                    javaHome == null ? NativePath.of("the JVM's home", System.getProperty("java.home")) : javaHome,
                    jvmArgs,
                    maxHeap,
                    environment,
                    workingDirectory,
                    crashReports,
                    inProcess ? StartupCache.OFF : startupCache(),
                    kind,
                    commandPrefix,
                    wall,
                    inProcess ? threads : null);
        }
    }
}
