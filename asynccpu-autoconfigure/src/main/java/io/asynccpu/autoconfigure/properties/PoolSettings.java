package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/** The keys of one pool, its own over those of the top level, and what they make of a builder. */
public final class PoolSettings {

    private static final String ROOT = "asynccpu";

    /** Below the 30 s that Spring gives each phase of a shutdown. */
    private static final Duration DEFAULT_SHUTDOWN_GRACE_PERIOD = Duration.ofSeconds(20);

    private final String name;
    private final Binder binder;
    private final PoolProperties properties = new PoolProperties();

    private PoolSettings(String name, Environment environment) {
        this.name = name;
        this.binder = Binder.get(environment);
        binder.bind(ROOT, Bindable.ofInstance(properties));
        binder.bind(ownRoot(), Bindable.ofInstance(properties));
    }

    /** Names of all pools, the default one first. */
    public static Set<String> names(Environment environment) {
        Set<String> names = new LinkedHashSet<>();
        names.add(AsyncCpuProperties.DEFAULT_POOL);
        names.addAll(Binder.get(environment)
                .bind(ROOT + ".pools", Bindable.mapOf(String.class, Object.class))
                .map(Map::keySet)
                .orElse(Set.of()));
        return names;
    }

    /** Reads the keys of the pool. */
    public static PoolSettings of(String name, Environment environment) {
        return new PoolSettings(name, environment);
    }

    public PoolProperties properties() {
        return properties;
    }

    /** The key as it stands in the configuration: the pool's own if it is set there, else that of the top level. */
    public String key(String suffix) {
        String own = ownRoot() + "." + suffix;
        return binder.bind(own, Bindable.of(Object.class)).isBound() ? own : ROOT + "." + suffix;
    }

    private String ownRoot() {
        return ConfigurationPropertyName.of(ROOT + ".pools")
                .append(element(name))
                .toString();
    }

    private static String element(String name) {
        return ConfigurationPropertyName.isValid("a." + name) && name.indexOf('.') < 0 ? name : "[" + name + "]";
    }

    /**
     * A builder with all that is set.
     *
     * @throws InvalidPoolPropertyException for a value that cannot be used, with its key
     */
    public ProcessTaskPoolExecutorBuilder builder() {
        ProcessTaskPoolExecutorBuilder builder = ProcessTaskPoolExecutor.builder();
        PoolProperties.Worker worker = properties.getWorker();
        try {
            builder.name(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidPoolPropertyException(ownRoot(), name, String.valueOf(e.getMessage()));
        }
        set("max-workers", properties.getMaxWorkers(), builder::maxWorkers);
        set("min-workers", properties.getMinWorkers(), builder::minWorkers);
        set("threads-per-worker", properties.getThreadsPerWorker(), builder::threadsPerWorker);
        set("queue-capacity", properties.getQueueCapacity(), builder::queueCapacity);
        set("cancel-tasks-when-shutdown", properties.getCancelTasksWhenShutdown(), builder::cancelTasksWhenShutdown);
        set("timeout", properties.getTimeout(), builder::timeout);
        set("queue-timeout", properties.getQueueTimeout(), builder::queueTimeout);
        set("max-attempts", properties.getMaxAttempts(), builder::maxAttempts);
        set("max-payload", properties.getMaxPayload(), size -> builder.maxPayload(size.toBytes()));
        set("cancel-grace-period", properties.getCancelGracePeriod(), builder::cancelGracePeriod);
        Duration grace = properties.getShutdownGracePeriod();
        set(
                "shutdown-grace-period",
                grace == null ? DEFAULT_SHUTDOWN_GRACE_PERIOD : grace,
                builder::shutdownGracePeriod);
        set("codec", properties.getCodec(), builder::codec);
        set("worker-configurer", properties.getWorkerConfigurer(), builder::workerConfigurer);
        set("worker.max-heap", worker.getMaxHeap(), size -> builder.maxHeap(size.toBytes()));
        set("worker.jvm-args", worker.getJvmArgs(), builder::jvmArgs);
        set("worker.java-home", worker.getJavaHome(), home -> {
            require(
                    Files.isDirectory(home.resolve("bin")),
                    "it must be the home of a JDK or JRE, with a bin directory");
            builder.javaHome(home);
        });
        set("worker.environment", worker.getEnvironment(), builder::environment);
        set("worker.working-directory", worker.getWorkingDirectory(), directory -> {
            require(Files.isDirectory(directory), "it must be a directory that exists");
            builder.workingDirectory(directory);
        });
        set("worker.command-prefix", worker.getCommandPrefix(), builder::commandPrefix);
        set("worker.startup-timeout", worker.getStartupTimeout(), builder::startupTimeout);
        checkMinimum();
        return builder;
    }

    private void checkMinimum() {
        Integer least = properties.getMinWorkers();
        Integer most = properties.getMaxWorkers();
        int limit = most == null ? Runtime.getRuntime().availableProcessors() : most;
        if (least != null && least > limit) {
            throw new InvalidPoolPropertyException(
                    key("min-workers"), least, "it must be at most " + key("max-workers") + ", which is " + limit);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private <T> void set(String suffix, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidPoolPropertyException(
                    key(suffix), asWritten(suffix, value), String.valueOf(e.getMessage()));
        }
    }

    private Object asWritten(String suffix, Object value) {
        return binder.bind(key(suffix), Bindable.of(Object.class)).orElse(value);
    }
}
