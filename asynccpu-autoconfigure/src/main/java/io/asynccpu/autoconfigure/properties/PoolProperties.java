package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.WorkerConfigurer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Keys of one pool; at the top level the defaults of all pools. What is null is left to the pool's builder. */
public class PoolProperties {

    /** Most workers alive at a time; the number of processors if not set. */
    private @Nullable Integer maxWorkers;

    /** Workers that are started at once and kept alive; the others start when they are needed. */
    private @Nullable Integer minWorkers;

    /** How many tasks a worker runs at a time; a killed task takes its neighbours along. */
    private @Nullable Integer threadsPerWorker;

    /** How many tasks may wait for a worker; one more is rejected. No bound if not set. */
    private @Nullable Integer queueCapacity;

    /** Whether a context shutdown cancels all tasks at once instead of letting them finish. */
    private @Nullable Boolean cancelTasksWhenShutdown;

    /** How long a task may run, counted from its start in the worker. No bound if not set. */
    private @Nullable Duration timeout;

    /** How long a task may wait for a worker. No bound if not set. */
    private @Nullable Duration queueTimeout;

    /** How often a task may be started when its worker dies under it. */
    private @Nullable Integer maxAttempts;

    /** Most bytes of one task's arguments, and of its result. */
    private @Nullable DataSize maxPayload;

    /** How long a cancelled or timed-out task may go on, and each step of stopping a worker may take. */
    private @Nullable Duration cancelGracePeriod;

    /** How long a context shutdown lets tasks finish before it cancels them. */
    private @Nullable Duration shutdownGracePeriod;

    /** How arguments and results become bytes. */
    private @Nullable TaskCodec codec;

    /** Class that prepares each worker before its first task. */
    private @Nullable Class<? extends WorkerConfigurer> workerConfigurer;

    @NestedConfigurationProperty
    private final Worker worker = new Worker();

    public @Nullable Integer getMaxWorkers() {
        return maxWorkers;
    }

    public void setMaxWorkers(@Nullable Integer maxWorkers) {
        this.maxWorkers = maxWorkers;
    }

    public @Nullable Integer getMinWorkers() {
        return minWorkers;
    }

    public void setMinWorkers(@Nullable Integer minWorkers) {
        this.minWorkers = minWorkers;
    }

    public @Nullable Integer getThreadsPerWorker() {
        return threadsPerWorker;
    }

    public void setThreadsPerWorker(@Nullable Integer threadsPerWorker) {
        this.threadsPerWorker = threadsPerWorker;
    }

    public @Nullable Integer getQueueCapacity() {
        return queueCapacity;
    }

    public void setQueueCapacity(@Nullable Integer queueCapacity) {
        this.queueCapacity = queueCapacity;
    }

    public @Nullable Boolean getCancelTasksWhenShutdown() {
        return cancelTasksWhenShutdown;
    }

    public void setCancelTasksWhenShutdown(@Nullable Boolean cancelTasksWhenShutdown) {
        this.cancelTasksWhenShutdown = cancelTasksWhenShutdown;
    }

    public @Nullable Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(@Nullable Duration timeout) {
        this.timeout = timeout;
    }

    public @Nullable Duration getQueueTimeout() {
        return queueTimeout;
    }

    public void setQueueTimeout(@Nullable Duration queueTimeout) {
        this.queueTimeout = queueTimeout;
    }

    public @Nullable Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public @Nullable DataSize getMaxPayload() {
        return maxPayload;
    }

    public void setMaxPayload(@Nullable DataSize maxPayload) {
        this.maxPayload = maxPayload;
    }

    public @Nullable Duration getCancelGracePeriod() {
        return cancelGracePeriod;
    }

    public void setCancelGracePeriod(@Nullable Duration cancelGracePeriod) {
        this.cancelGracePeriod = cancelGracePeriod;
    }

    public @Nullable Duration getShutdownGracePeriod() {
        return shutdownGracePeriod;
    }

    public void setShutdownGracePeriod(@Nullable Duration shutdownGracePeriod) {
        this.shutdownGracePeriod = shutdownGracePeriod;
    }

    public @Nullable TaskCodec getCodec() {
        return codec;
    }

    public void setCodec(@Nullable TaskCodec codec) {
        this.codec = codec;
    }

    public @Nullable Class<? extends WorkerConfigurer> getWorkerConfigurer() {
        return workerConfigurer;
    }

    public void setWorkerConfigurer(@Nullable Class<? extends WorkerConfigurer> workerConfigurer) {
        this.workerConfigurer = workerConfigurer;
    }

    public Worker getWorker() {
        return worker;
    }

    /** What stands ready in a child. */
    public enum Context {
        /** The application's own context: same beans, profiles and properties, lazily, without what runs by itself. */
        APPLICATION,
        /** A bare JVM, for functions and serializable tasks. */
        NONE
    }

    /** Keys that concern the child JVM. */
    public static class Worker {

        /** What stands ready in the child. */
        private Context context = Context.APPLICATION;

        /** Configuration classes that the child's context is made of; the whole application if empty. */
        private List<Class<?>> sources = List.of();

        /** Largest heap of a worker; what the JVM chooses if not set. */
        private @Nullable DataSize maxHeap;

        /** Arguments for the child JVM, after those that the pool sets. */
        private List<String> jvmArgs = List.of();

        /** Home of the JDK or JRE that runs the children; the parent's own if not set. */
        private @Nullable Path javaHome;

        /** Environment variables for the child, added to the parent's own. */
        private Map<String, String> environment = new LinkedHashMap<>();

        /** Working directory of the child; the parent's if not set. */
        private @Nullable Path workingDirectory;

        /** What stands before "java" on the child's command line, such as "nice,-n,10". */
        private List<String> commandPrefix = List.of();

        /** How long a worker may take from its start until it can take tasks. */
        private @Nullable Duration startupTimeout;

        public Context getContext() {
            return context;
        }

        public void setContext(Context context) {
            this.context = context;
        }

        public List<Class<?>> getSources() {
            return sources;
        }

        public void setSources(List<Class<?>> sources) {
            this.sources = sources;
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

        public @Nullable Path getJavaHome() {
            return javaHome;
        }

        public void setJavaHome(@Nullable Path javaHome) {
            this.javaHome = javaHome;
        }

        public Map<String, String> getEnvironment() {
            return environment;
        }

        public void setEnvironment(Map<String, String> environment) {
            this.environment = environment;
        }

        public @Nullable Path getWorkingDirectory() {
            return workingDirectory;
        }

        public void setWorkingDirectory(@Nullable Path workingDirectory) {
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
    }
}
