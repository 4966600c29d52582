package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.StartupCache;
import java.io.File;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties of a pool that concern the child JVM. Paths are files, not {@code Path}s, which Spring looks for on the class path
 * first.
 */
public class WorkerProperties {

    /** Application context of a child. */
    public enum Context {
        /** The application's own context: same beans, profiles and properties, but lazy, and without runners or schedulers. */
        APPLICATION,
        /** None: a bare JVM, for functions and serializable tasks. */
        NONE
    }

    /** Whether a child calls the application's {@code main}. */
    public enum Main {
        /** It does; if {@code main} does not run the application there, the next children start without it. */
        AUTO,
        /** It does; if {@code main} does not run the application there, the start fails. */
        ALWAYS,
        /** It does not: the context is created from its sources, and from its initializers and listeners by class. */
        NEVER
    }

    /** Application context of a child. */
    private Context context = Context.APPLICATION;

    /** Whether a child calls the application's "main". */
    private Main main = Main.AUTO;

    /** Configuration classes of the child's context. The whole application if empty. */
    private List<Class<?>> sources = List.of();

    /**
     * Names of the lifecycle beans that a child needs. They, and no others, are started with it, by their phases, and stopped
     * at its end.
     */
    private List<String> lifecycleBeans = List.of();

    /**
     * Largest heap of a child. If not set, and neither a heap option in "jvm-args" nor a memory budget, a share of the memory
     * beside this JVM.
     */
    private @Nullable DataSize maxHeap;

    /** Arguments for the child JVM, after those that the pool sets: a list, or a text that is split as by a shell. */
    @Arguments
    private List<String> jvmArgs = List.of();

    /** Home of the JDK or JRE that runs the children. The parent's own if not set. */
    private @Nullable File javaHome;

    /** Environment variables for the child, added to the parent's own, or to those few that a sandbox lets through. */
    private Map<String, String> environment = new LinkedHashMap<>();

    /**
     * Properties of the application, and system properties, that cross to the children: names, in any relaxed form, or
     * beginnings with a "*"; with "!" before it what stays behind, also "!user.timezone" and "!user.language". If empty, all
     * that do not describe a JVM or its process. What the start of a child needs crosses in any case: "spring.main.*",
     * "spring.profiles.*", "spring.autoconfigure.exclude", "spring.application.name" and the "asynccpu" keys that hold for all
     * pools. If set, children read no configuration files themselves; but their code can still open those on the class path,
     * and without a sandbox they have this process's environment variables.
     */
    private List<String> properties = List.of();

    /** Working directory of the child. The parent's if not set. */
    private @Nullable File workingDirectory;

    /** Words before "java" on the child's command line, such as "nice -n 10": a list, or a text that is split as by a shell. */
    @Arguments
    private List<String> commandPrefix = List.of();

    /**
     * Time from the start of a worker until it can take tasks; after that, time for which it may go on without computing. A
     * worker that uses ten times as much processor time is ended in any case. The same holds for the bean that a task with a
     * "timeout" waits for.
     */
    private Duration startupTimeout = Duration.ofSeconds(60);

    /** Whether workers start from archives of their loaded classes, which is faster: "auto", "off", or the directory of the archives. */
    private StartupCache startupCache = StartupCache.AUTO;

    /**
     * Directory for the crash reports of dead workers and for heap dumps, created if necessary. Reports are deleted if not set.
     */
    private @Nullable File crashReports;

    @NestedConfigurationProperty
    private final SandboxProperties sandbox = new SandboxProperties();

    public Context getContext() {
        return context;
    }

    public void setContext(Context context) {
        this.context = context;
    }

    public Main getMain() {
        return main;
    }

    public void setMain(Main main) {
        this.main = main;
    }

    public List<Class<?>> getSources() {
        return sources;
    }

    public void setSources(List<Class<?>> sources) {
        this.sources = sources;
    }

    public List<String> getLifecycleBeans() {
        return lifecycleBeans;
    }

    public void setLifecycleBeans(List<String> lifecycleBeans) {
        this.lifecycleBeans = lifecycleBeans;
    }

    public @Nullable DataSize getMaxHeap() {
        return maxHeap;
    }

    public void setMaxHeap(@Nullable DataSize maxHeap) {
        this.maxHeap = maxHeap;
    }

    public List<String> getJvmArgs() {
        return jvmArgs;
    }

    public void setJvmArgs(List<String> jvmArgs) {
        this.jvmArgs = jvmArgs;
    }

    public @Nullable File getJavaHome() {
        return javaHome;
    }

    public void setJavaHome(@Nullable File javaHome) {
        this.javaHome = javaHome;
    }

    public Map<String, String> getEnvironment() {
        return environment;
    }

    public void setEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    public List<String> getProperties() {
        return properties;
    }

    public void setProperties(List<String> properties) {
        this.properties = properties;
    }

    public @Nullable File getWorkingDirectory() {
        return workingDirectory;
    }

    public void setWorkingDirectory(@Nullable File workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    public List<String> getCommandPrefix() {
        return commandPrefix;
    }

    public void setCommandPrefix(List<String> commandPrefix) {
        this.commandPrefix = commandPrefix;
    }

    public Duration getStartupTimeout() {
        return startupTimeout;
    }

    public void setStartupTimeout(Duration startupTimeout) {
        this.startupTimeout = startupTimeout;
    }

    public StartupCache getStartupCache() {
        return startupCache;
    }

    public void setStartupCache(StartupCache startupCache) {
        this.startupCache = startupCache;
    }

    public @Nullable File getCrashReports() {
        return crashReports;
    }

    public void setCrashReports(@Nullable File crashReports) {
        this.crashReports = crashReports;
    }

    public SandboxProperties getSandbox() {
        return sandbox;
    }

    void applyTo(ProcessTaskPoolExecutorBuilder builder, BuilderMapper mapper) {
        mapper.set("worker.max-heap", maxHeap, size -> builder.maxHeap(size.toBytes()));
        mapper.set("worker.jvm-args", jvmArgs, words -> builder.jvmArgs(ValueRules.options(words)));
        mapper.set("worker.java-home", javaHome, home -> builder.javaHome(ValueRules.javaHome(home)));
        mapper.set(
                "worker.properties",
                properties,
                rules -> builder.properties(ValueRules.withoutPropertiesOfBoot(rules)));
        mapper.set(
                "worker.working-directory",
                workingDirectory,
                directory -> builder.workingDirectory(ValueRules.directory(directory)));
        mapper.set("worker.command-prefix", commandPrefix, value -> builder.commandPrefix(value));
        mapper.set("worker.startup-timeout", startupTimeout, value -> builder.startupTimeout(value));
        mapper.set("worker.startup-cache", startupCache, cache -> builder.startupCache(ValueRules.cache(cache)));
        mapper.set(
                "worker.crash-reports",
                crashReports,
                directory -> builder.crashReports(ValueRules.directoryToCreate(directory)));
        sandbox.applyTo(builder, mapper);
        applyEnvironment(builder, mapper);
    }

    /** The values of variables may be secrets, so messages do not contain them. */
    private void applyEnvironment(ProcessTaskPoolExecutorBuilder builder, BuilderMapper mapper) {
        String rule = "it must be a name and a value that an environment variable can have";
        environment.forEach((name, value) -> {
            if (!ValueRules.isVariable(name, value)) {
                mapper.add(new PropertyFault(mapper.key("worker.environment"), name, null, rule));
            }
        });
        builder.environment(environment);
    }
}
