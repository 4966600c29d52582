package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.WorkerConfigurer;
import java.io.File;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.core.env.Environment;

/** Puts the settings of a pool into a builder and notes every one that it refuses, under its key. */
final class PoolAssembly {

    private static final String PHASE_KEY = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE = Duration.ofSeconds(30);
    private static final Duration DEFAULT_SHUTDOWN_GRACE_PERIOD = Duration.ofSeconds(20);

    /** Options of the "java" command that take the next argument as their value. */
    private static final Pattern VALUE_FOLLOWS = Pattern.compile("--[^=]+|-p|-cp|-classpath");

    private final PoolSettings settings;
    private final ProcessTaskPoolExecutorBuilder builder = ProcessTaskPoolExecutor.builder();
    private final List<PropertyFault> faults = new ArrayList<>();

    PoolAssembly(PoolSettings settings) {
        this.settings = settings;
        faults.addAll(settings.unreadable());
        setName();
        PoolProperties pool = settings.properties();
        setTasks(pool);
        setSize(pool);
        setShutdown(pool, settings.environment());
        setWorker(pool, pool.getWorker());
    }

    List<PropertyFault> faults() {
        return faults;
    }

    ProcessTaskPoolExecutorBuilder builder() {
        if (!faults.isEmpty()) {
            throw new InvalidPoolPropertyException(faults);
        }
        return builder;
    }

    private void setName() {
        try {
            builder.name(settings.name());
        } catch (IllegalArgumentException e) {
            faults.add(settings.faultyName(String.valueOf(e.getMessage())));
        }
    }

    private void setTasks(TaskProperties task) {
        set("timeout", task.getTimeout(), builder::timeout);
        set("queue-timeout", task.getQueueTimeout(), builder::queueTimeout);
        set("max-attempts", task.getMaxAttempts(), builder::maxAttempts);
        set("retry-delay", task.getRetryDelay(), builder::retryDelay);
        set("max-payload", task.getMaxPayload(), size -> builder.maxPayload(size.toBytes()));
        set("codec", task.getCodec(), builder::codec);
        set("cancel-grace-period", task.getCancelGracePeriod(), builder::cancelGracePeriod);
        set("stack-timeout", task.getStackTimeout(), builder::stackTimeout);
        set("neighbor-grace-period", task.getNeighborGracePeriod(), builder::neighborGracePeriod);
    }

    private void setSize(PoolProperties pool) {
        builder.inProcess(pool.getMode() == PoolProperties.Mode.IN_PROCESS);
        set("max-workers", pool.getMaxWorkers(), builder::maxWorkers);
        set("min-workers", pool.getMinWorkers(), least -> {
            builder.minWorkers(least);
            requireAtMostMaxWorkers(least, pool.getMaxWorkers());
        });
        set("spare-workers", pool.getSpareWorkers(), builder::spareWorkers);
        set("threads-per-worker", pool.getThreadsPerWorker(), builder::threadsPerWorker);
        set("queue-capacity", pool.getQueueCapacity(), builder::queueCapacity);
        set("memory-budget", pool.getMemoryBudget(), size -> builder.memoryBudget(size.toBytes()));
        set("max-tasks-per-worker", pool.getMaxTasksPerWorker(), builder::maxTasksPerWorker);
        set("max-worker-memory", pool.getMaxWorkerMemory(), size -> builder.maxWorkerMemory(size.toBytes()));
        set("idle-timeout", pool.getIdleTimeout(), builder::idleTimeout);
    }

    /** The builder compares the two only when it builds. A wrong maximum is a fault of its own. */
    private void requireAtMostMaxWorkers(int least, @Nullable Integer most) {
        int limit = most == null ? Runtime.getRuntime().availableProcessors() : most;
        require(
                least <= limit || limit < 1,
                "it must be at most " + settings.key("max-workers") + ", which is " + limit
                        + (most == null ? ", the number of processors" : ""));
    }

    private void setShutdown(PoolProperties pool, Environment environment) {
        set("cancel-tasks-when-shutdown", pool.getCancelTasksWhenShutdown(), builder::cancelTasksWhenShutdown);
        Duration phase = Binder.get(environment).bind(PHASE_KEY, Duration.class).orElse(DEFAULT_PHASE);
        if (pool.getShutdownGracePeriod() == null) {
            // The rest of the phase is for the cancelled tasks and for the end of the workers.
            Duration most = phase.multipliedBy(2).dividedBy(3);
            builder.shutdownGracePeriod(
                    most.compareTo(DEFAULT_SHUTDOWN_GRACE_PERIOD) < 0 ? most : DEFAULT_SHUTDOWN_GRACE_PERIOD);
        }
        set("shutdown-grace-period", pool.getShutdownGracePeriod(), grace -> {
            builder.shutdownGracePeriod(grace);
            require(
                    grace.compareTo(phase) < 0 || Boolean.TRUE.equals(pool.getCancelTasksWhenShutdown()),
                    "it must be less than " + PHASE_KEY + ", which is " + phase
                            + ", or the context would be gone before the tasks are cancelled");
        });
    }

    private void setWorker(PoolProperties pool, WorkerProperties worker) {
        set("worker-configurer", pool.getWorkerConfigurer(), type -> builder.workerConfigurer(constructible(type)));
        set("silence-timeout", pool.getSilenceTimeout(), time -> builder.silenceTimeout(time.isZero() ? null : time));
        set("kill-grace-period", pool.getKillGracePeriod(), builder::killGracePeriod);
        set("worker.max-heap", worker.getMaxHeap(), size -> builder.maxHeap(size.toBytes()));
        set("worker.jvm-args", worker.getJvmArgs(), arguments -> builder.jvmArgs(options(arguments)));
        set("worker.java-home", worker.getJavaHome(), home -> builder.javaHome(javaHome(absolute(home))));
        setEnvironment(worker.getEnvironment());
        set("worker.properties", worker.getProperties(), rules -> builder.properties(withoutBoots(rules)));
        set("worker.working-directory", worker.getWorkingDirectory(), directory -> {
            require(directory.isDirectory(), "it must be a directory that exists");
            builder.workingDirectory(absolute(directory));
        });
        set("worker.command-prefix", worker.getCommandPrefix(), builder::commandPrefix);
        set("worker.startup-timeout", worker.getStartupTimeout(), builder::startupTimeout);
        set("worker.startup-cache", worker.getStartupCache(), cache -> {
            require(
                    cache.directory() == null
                            || Files.isDirectory(cache.directory())
                            || Files.notExists(cache.directory()),
                    "it is there but is no directory");
            builder.startupCache(cache);
        });
        set("worker.crash-reports", worker.getCrashReports(), directory -> {
            require(directory.isDirectory() || !directory.exists(), "it is there but is no directory");
            builder.crashReports(absolute(directory));
        });
    }

    private static Class<? extends WorkerConfigurer> constructible(Class<? extends WorkerConfigurer> type) {
        // The binder does not look at the bound of the type.
        require(WorkerConfigurer.class.isAssignableFrom(type), "it must implement " + WorkerConfigurer.class.getName());
        boolean withoutParameters = Arrays.stream(type.getDeclaredConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() == 0);
        require(
                withoutParameters && !Modifier.isAbstract(type.getModifiers()),
                "it must be a class with a constructor without parameters");
        return type;
    }

    /** Else the child would run something else than a worker, and say little about it. */
    private static List<String> options(List<String> arguments) {
        String before = "";
        for (String argument : arguments) {
            boolean isValue = VALUE_FOLLOWS.matcher(before).matches();
            require(
                    isValue || argument.startsWith("-") || argument.startsWith("@"),
                    "the JVM would take [" + argument
                            + "] for the class to run, since it is no option; the arguments are "
                            + ShellWords.oneByOne(arguments));
            before = isValue ? "" : argument;
        }
        return arguments;
    }

    /** Boot derives some from the environment for its logging, and tells one JVM how to run: a child's are its own. */
    private static List<String> withoutBoots(List<String> rules) {
        return Stream.of(
                        rules.stream(),
                        Arrays.stream(LoggingSystemProperty.values())
                                .map(property -> "!" + property.getEnvironmentVariableName()),
                        Stream.of("!spring.devtools.restart.enabled", "!spring.aot.enabled"))
                .flatMap(all -> all)
                .toList();
    }

    /** The child may start in another directory, where a relative path would mean something else. */
    private static Path absolute(File file) {
        return file.toPath().toAbsolutePath().normalize();
    }

    private static Path javaHome(Path home) {
        require(
                Stream.of("java", "java.exe").map(home.resolve("bin")::resolve).anyMatch(Files::isExecutable),
                "it must be the home of a JDK or JRE, with bin/java, but there is none in " + home);
        return home;
    }

    /** Values stay out of messages: they may be secrets. */
    private void setEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf(0) >= 0 || value.indexOf(0) >= 0) {
                String rule = "it must be a name and a value that an environment variable can have";
                faults.add(new PropertyFault(settings.key("worker.environment"), name, null, rule));
            }
        });
        builder.environment(environment);
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
            faults.add(settings.fault(suffix, value.toString(), String.valueOf(e.getMessage())));
        }
    }
}
