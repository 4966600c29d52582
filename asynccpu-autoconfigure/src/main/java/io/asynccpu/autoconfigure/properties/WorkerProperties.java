package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.StartupCache;
import java.io.File;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Keys of a pool that concern the child JVM. Paths are files, not {@code Path}s: Spring looks for the latter on the class
 * path first.
 */
public class WorkerProperties {

    /** What stands ready in a child. */
    public enum Context {
        /** The application's own context: same beans, profiles and properties, lazily, without what runs by itself. */
        APPLICATION,
        /** A bare JVM, for functions and serializable tasks. */
        NONE
    }

    /** Whether a child calls the application's {@code main}. */
    public enum Main {
        /** It does; if {@code main} does not run the application there, the next ones start without it. */
        AUTO,
        /** It does; if {@code main} does not run the application there, the start fails. */
        ALWAYS,
        /** It does not: the application is made from its sources, and from its initializers and listeners by class. */
        NEVER
    }

    /** What stands ready in the child. */
    private Context context = Context.APPLICATION;

    /** Whether a child calls the application's "main": "auto" (it does, and if "main" does not run the application there, the next ones start without it), "always" or "never". */
    private Main main = Main.AUTO;

    /** Configuration classes that the child's context is made of; the whole application if empty. */
    private List<Class<?>> sources = List.of();

    /** Names of the lifecycle beans that the child needs: they are started with it and stopped at its end. */
    private List<String> lifecycleBeans = List.of();

    /** Largest heap of a worker. If not set, and neither a heap option in "jvm-args" nor a memory budget, a share of the memory beside this JVM. */
    private @Nullable DataSize maxHeap;

    /** Arguments for the child JVM, after those that the pool sets: a list, or a text that is split as by a shell. */
    @Arguments
    private List<String> jvmArgs = List.of();

    /** Home of the JDK or JRE that runs the children; the parent's own if not set. */
    private @Nullable File javaHome;

    /** Environment variables for the child, added to the parent's own. */
    private Map<String, String> environment = new LinkedHashMap<>();

    /** System properties that children take over from the parent: names, or beginnings with a "*"; with "!" before it what stays behind, also "!user.timezone" and "!user.language". All that are not the JVM's own if empty. */
    private List<String> properties = List.of();

    /** Working directory of the child; the parent's if not set. */
    private @Nullable File workingDirectory;

    /** What stands before "java" on the child's command line, such as "nice -n 10": a list, or a text that is split as by a shell. */
    @Arguments
    private List<String> commandPrefix = List.of();

    /** How long a worker may take from its start until it can take tasks, and how long it may then go on without computing; also for a bean that a task with a timeout waits for. */
    private @Nullable Duration startupTimeout;

    /** Archives of loaded classes, from which workers start faster: "auto", "off" or the directory for them. */
    private StartupCache startupCache = StartupCache.AUTO;

    /** Directory, made if need be, where crash reports of dead workers are kept and heap dumps go; reports are deleted if not set. */
    private @Nullable File crashReports;

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

    public @Nullable Duration getStartupTimeout() {
        return startupTimeout;
    }

    public void setStartupTimeout(@Nullable Duration startupTimeout) {
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
}
