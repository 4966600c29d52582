package io.asynccpu;

import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.StartupCache;
import io.asynccpu.api.TaskCodec;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.codec.JavaCodec;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.jackson.JacksonCodec;
import io.asynccpu.context.ContextCapture;
import io.asynccpu.launch.InProcessLauncher;
import io.asynccpu.launch.InheritedOptions;
import io.asynccpu.launch.LaunchSettings;
import io.asynccpu.launch.NativePath;
import io.asynccpu.pool.PoolSettings;
import io.asynccpu.pool.ProcessPool;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.StartPlan;
import io.asynccpu.spi.TaskMeter;
import io.asynccpu.spi.WorkerRuntime;
import io.asynccpu.state.PropagationRules;
import io.asynccpu.state.StateWatch;
import io.asynccpu.supervisor.WorkerSettings;
import io.asynccpu.worker.InProcessWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;

/**
 * Settings of a {@link ProcessTaskPoolExecutor}. Each method checks its value and names what is wrong with it in an
 * {@link IllegalArgumentException}. Not thread-safe.
 */
public final class ProcessTaskPoolExecutorBuilder {

    private static final String STARTUP_CACHE = "asynccpu.worker.startup-cache";
    private static final Duration A_DAY = Duration.ofDays(1);

    private String name = "default";
    private int maxWorkers = Runtime.getRuntime().availableProcessors();
    private int minWorkers;
    private int spareWorkers;
    private long memoryBudget;
    private int threadsPerWorker = 1;
    private int queueCapacity = Integer.MAX_VALUE;
    private boolean cancelTasksWhenShutdown;
    private @Nullable Duration timeout;
    private @Nullable Duration queueTimeout;
    private int maxAttempts = 1;
    private Duration retryDelay = Duration.ofMillis(100);
    private long maxPayload = 128L << 20;
    private Duration cancelGracePeriod = Duration.ofSeconds(2);
    private Duration stackTimeout = Duration.ofSeconds(1);
    private Duration neighborGracePeriod = Duration.ofSeconds(5);
    private Duration killGracePeriod = Duration.ofSeconds(2);
    private @Nullable Duration silenceTimeout = Duration.ofSeconds(30);
    private int maxTasksPerWorker;
    private long maxWorkerMemory;
    private @Nullable Duration idleTimeout;
    private @Nullable Path crashReports;
    private @Nullable Duration shutdownGracePeriod;
    private @Nullable String workerConfigurer;
    private @Nullable String workerRuntime;
    private StartPlan startPlan = StartPlan.of(Map.of());
    private boolean inProcess;
    private @Nullable Supplier<? extends WorkerRuntime> inProcessRuntime;
    private List<String> jvmArgs = List.of();
    private long maxHeap;
    private Map<String, String> environment = Map.of();
    private List<String> properties = List.of();
    private @Nullable Path workingDirectory;
    private List<String> commandPrefix = List.of();
    private StartupCache startupCache = StartupCache.AUTO;
    private @Nullable Path javaHome;
    private Duration startupTimeout = Duration.ofSeconds(60);
    private TaskCodec codec = TaskCodec.JACKSON;
    private List<JacksonModule> jacksonModules = List.of();
    private @Nullable ProcessPoolListener listener;
    private List<? extends TaskMeter> taskMeters = List.of();
    private List<ContextCarrier> contextCarriers = List.of();

    ProcessTaskPoolExecutorBuilder() {}

    /** Name of the pool in threads, logs and messages. Default {@code default}. */
    public ProcessTaskPoolExecutorBuilder name(String name) {
        require(name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "name", name, "1 to 64 letters, digits, . _ or -");
        this.name = name;
        return this;
    }

    /** Most workers alive at a time. Default: the number of processors. */
    public ProcessTaskPoolExecutorBuilder maxWorkers(int maxWorkers) {
        require(maxWorkers >= 1, "maxWorkers", maxWorkers, "at least 1");
        this.maxWorkers = maxWorkers;
        return this;
    }

    /** Workers that are started at once and kept alive; the others start when they are needed. Default 0. */
    public ProcessTaskPoolExecutorBuilder minWorkers(int minWorkers) {
        require(minWorkers >= 0, "minWorkers", minWorkers, "at least 0");
        this.minWorkers = minWorkers;
        return this;
    }

    /** Warm workers in waiting beyond those that have tasks: a killed worker is replaced by one of them. Default 0. */
    public ProcessTaskPoolExecutorBuilder spareWorkers(int spareWorkers) {
        require(spareWorkers >= 0, "spareWorkers", spareWorkers, "at least 0");
        this.spareWorkers = spareWorkers;
        return this;
    }

    /**
     * Most bytes that the workers of all pools of this JVM may take together when this pool starts one: heap and what the
     * JVM needs besides. A start that does not fit waits. Default 0: no bound.
     */
    public ProcessTaskPoolExecutorBuilder memoryBudget(long memoryBudget) {
        require(memoryBudget >= 0, "memoryBudget", memoryBudget, "at least 0");
        this.memoryBudget = memoryBudget;
        return this;
    }

    /** How many tasks a worker may start before a fresh one takes its place. Default 0: no bound. */
    public ProcessTaskPoolExecutorBuilder maxTasksPerWorker(int maxTasksPerWorker) {
        require(maxTasksPerWorker >= 0, "maxTasksPerWorker", maxTasksPerWorker, "at least 0");
        this.maxTasksPerWorker = maxTasksPerWorker;
        return this;
    }

    /**
     * Resident bytes above which a worker is replaced by a fresh one as soon as it has no task. It is no limit for a
     * task; {@link #maxHeap} is. Default 0: no bound.
     */
    public ProcessTaskPoolExecutorBuilder maxWorkerMemory(long maxWorkerMemory) {
        require(maxWorkerMemory >= 0, "maxWorkerMemory", maxWorkerMemory, "at least 0");
        this.maxWorkerMemory = maxWorkerMemory;
        return this;
    }

    /** After which time without a task a worker beyond {@code minWorkers} ends. Default null: never. */
    public ProcessTaskPoolExecutorBuilder idleTimeout(@Nullable Duration idleTimeout) {
        this.idleTimeout = positiveOrNull("idleTimeout", idleTimeout);
        return this;
    }

    /** How many tasks a worker runs at a time. Default 1; with more, a killed task takes its neighbours along. */
    public ProcessTaskPoolExecutorBuilder threadsPerWorker(int threadsPerWorker) {
        require(threadsPerWorker >= 1, "threadsPerWorker", threadsPerWorker, "at least 1");
        this.threadsPerWorker = threadsPerWorker;
        return this;
    }

    /** How many tasks may wait for a worker; one more is rejected. Default: no bound. */
    public ProcessTaskPoolExecutorBuilder queueCapacity(int queueCapacity) {
        require(queueCapacity >= 0, "queueCapacity", queueCapacity, "at least 0");
        this.queueCapacity = queueCapacity;
        return this;
    }

    /** Whether {@code close()} cancels all tasks instead of letting them finish. Default false. */
    public ProcessTaskPoolExecutorBuilder cancelTasksWhenShutdown(boolean cancelTasksWhenShutdown) {
        this.cancelTasksWhenShutdown = cancelTasksWhenShutdown;
        return this;
    }

    /**
     * How long a task may run, counted from its start in the worker, once what it calls (a bean, the class of a function) is made
     * there; that has the {@link #startupTimeout}. Default null: no bound.
     */
    public ProcessTaskPoolExecutorBuilder timeout(@Nullable Duration timeout) {
        this.timeout = positiveOrNull("timeout", timeout);
        return this;
    }

    /** How long a task may wait for a worker. Default null: no bound. */
    public ProcessTaskPoolExecutorBuilder queueTimeout(@Nullable Duration queueTimeout) {
        this.queueTimeout = positiveOrNull("queueTimeout", queueTimeout);
        return this;
    }

    /** How often a task may be started when its worker dies under it. Default 1: at most once. */
    public ProcessTaskPoolExecutorBuilder maxAttempts(int maxAttempts) {
        require(maxAttempts >= 1, "maxAttempts", maxAttempts, "at least 1");
        this.maxAttempts = maxAttempts;
        return this;
    }

    /**
     * How long a task waits before its second start; twice as long before each further one, up to 30 s. Default 100 ms.
     */
    public ProcessTaskPoolExecutorBuilder retryDelay(Duration retryDelay) {
        this.retryDelay = zeroToADay("retryDelay", retryDelay);
        return this;
    }

    /** Most bytes of one task's arguments, and of its result. Default 128 MiB, at most 1 GiB. */
    public ProcessTaskPoolExecutorBuilder maxPayload(long maxPayload) {
        require(maxPayload >= 1024 && maxPayload <= 1 << 30, "maxPayload", maxPayload, "1 KiB to 1 GiB");
        this.maxPayload = maxPayload;
        return this;
    }

    /**
     * How long a cancelled or timed-out task may go on once it was interrupted, and how long a worker may take to end in an
     * orderly way; then the worker gets SIGTERM. Default 2 s.
     */
    public ProcessTaskPoolExecutorBuilder cancelGracePeriod(Duration cancelGracePeriod) {
        this.cancelGracePeriod = zeroToADay("cancelGracePeriod", cancelGracePeriod);
        return this;
    }

    /** How long the future of a timed-out task waits for the child to say where the task stands. Default 1 s. */
    public ProcessTaskPoolExecutorBuilder stackTimeout(Duration stackTimeout) {
        this.stackTimeout = zeroToADay("stackTimeout", stackTimeout);
        return this;
    }

    /**
     * How long other tasks on the same worker may go on when one of them does not end after its cancel or timeout; then
     * the worker is killed under them. Default 5 s.
     */
    public ProcessTaskPoolExecutorBuilder neighborGracePeriod(Duration neighborGracePeriod) {
        this.neighborGracePeriod = zeroToADay("neighborGracePeriod", neighborGracePeriod);
        return this;
    }

    /** How long a worker may go on after SIGTERM before it gets SIGKILL, with all that it started. Default 2 s. */
    public ProcessTaskPoolExecutorBuilder killGracePeriod(Duration killGracePeriod) {
        this.killGracePeriod = zeroToADay("killGracePeriod", killGracePeriod);
        return this;
    }

    /**
     * How long a worker may be silent, and use no processor time either, before it counts as frozen and is killed. Null: for
     * ever, as for a child that is stopped by a debugger. Default 30 s.
     */
    public ProcessTaskPoolExecutorBuilder silenceTimeout(@Nullable Duration silenceTimeout) {
        this.silenceTimeout = positiveOrNull("silenceTimeout", silenceTimeout);
        return this;
    }

    /**
     * How long {@code close()} lets tasks finish before it cancels them. Default null: until they are done.
     *
     * <p>A result or exception that is being made into objects of the application may never be done. Once the pool is shut down such
     * a task is cancelled when that has taken longer than this period, but 5 s at least; and 5 s without a period.
     */
    public ProcessTaskPoolExecutorBuilder shutdownGracePeriod(@Nullable Duration shutdownGracePeriod) {
        require(
                shutdownGracePeriod == null || !shutdownGracePeriod.isNegative(),
                "shutdownGracePeriod",
                shutdownGracePeriod,
                "not negative");
        this.shutdownGracePeriod = shutdownGracePeriod;
        return this;
    }

    /** Prepares each worker before its first task. */
    public ProcessTaskPoolExecutorBuilder workerConfigurer(Class<? extends WorkerConfigurer> workerConfigurer) {
        this.workerConfigurer = workerConfigurer.getName();
        return this;
    }

    /**
     * Whether tasks run on threads of this JVM instead of in child JVMs: for breakpoints and for fast tests. Default false.
     *
     * <p>Arguments, results and failures are coded all the same, and limits, timeouts and cancels hold. But nothing is
     * isolated: a task that does not heed its interrupt is abandoned where a child would be killed, and {@code System.exit} in
     * a task ends this JVM. What is set here for child JVMs ({@code jvmArgs}, {@code maxHeap}, {@code environment}, memory
     * limits and the like) has no effect.
     */
    public ProcessTaskPoolExecutorBuilder inProcess(boolean inProcess) {
        this.inProcess = inProcess;
        return this;
    }

    /** Arguments for the child JVM, after those that the pool sets. */
    public ProcessTaskPoolExecutorBuilder jvmArgs(List<String> jvmArgs) {
        this.jvmArgs = List.copyOf(jvmArgs);
        return this;
    }

    /** Arguments for the child JVM, after those that the pool sets. */
    public ProcessTaskPoolExecutorBuilder jvmArgs(String... jvmArgs) {
        return jvmArgs(List.of(jvmArgs));
    }

    /**
     * Largest heap of a worker in bytes. Default 0: what {@link #jvmArgs} or {@link #memoryBudget} say; without them a share, such
     * that all workers of such pools together take no more than the machine or container has beside this JVM, and at most the
     * quarter of it that a JVM takes by itself.
     */
    public ProcessTaskPoolExecutorBuilder maxHeap(long maxHeap) {
        require(maxHeap == 0 || maxHeap >= 2 << 20, "maxHeap", maxHeap, "0 or at least 2 MiB");
        this.maxHeap = maxHeap;
        return this;
    }

    /** Environment variables for the child, added to the parent's own. */
    public ProcessTaskPoolExecutorBuilder environment(Map<String, String> environment) {
        this.environment = new LinkedHashMap<>(environment);
        return this;
    }

    /**
     * Which of the parent's system properties its children take over: names, or beginnings with a {@code *} at the end; none of
     * those with {@code !} before it. Besides the properties the default time zone and the default locales cross, unless
     * {@code !user.timezone} or {@code !user.language} (or {@code !*}) leaves them behind. All cross as they are at the submit, and
     * the child has them when the task starts; they count for its whole JVM. What describes a JVM or its process ({@code java.home},
     * {@code user.dir}, {@code os.name} and the like) never does, nor what {@link #jvmArgs} or {@link #environment}
     * ({@code -Dname}, {@code TZ}, {@code LANG}) say for the child, or a {@link WorkerConfigurer} has set there. Default: all others,
     * up to 64 Ki characters.
     */
    public ProcessTaskPoolExecutorBuilder properties(List<String> properties) {
        PropagationRules.check(properties);
        this.properties = List.copyOf(properties);
        return this;
    }

    /** Which of the parent's system properties its children take over, as {@link #properties(List)}. */
    public ProcessTaskPoolExecutorBuilder properties(String... properties) {
        return properties(List.of(properties));
    }

    /** Working directory of the child. Default null: the parent's. */
    public ProcessTaskPoolExecutorBuilder workingDirectory(@Nullable Path workingDirectory) {
        this.workingDirectory = workingDirectory;
        return this;
    }

    /** Directory, made if need be, where crash reports of dead workers are kept, and heap dumps go. Default null: reports are deleted. */
    public ProcessTaskPoolExecutorBuilder crashReports(@Nullable Path crashReports) {
        this.crashReports = crashReports == null ? null : crashReports.toAbsolutePath();
        return this;
    }

    /** What stands before {@code java} on the child's command line, such as {@code nice -n 10}. */
    public ProcessTaskPoolExecutorBuilder commandPrefix(List<String> commandPrefix) {
        this.commandPrefix = new ArrayList<>(commandPrefix);
        return this;
    }

    /** What stands before {@code java} on the child's command line, such as {@code nice -n 10}. */
    public ProcessTaskPoolExecutorBuilder commandPrefix(String... commandPrefix) {
        return commandPrefix(List.of(commandPrefix));
    }

    /**
     * Whether workers start from an archive of their loaded classes. Default {@link StartupCache#AUTO}, unless the system
     * property {@code asynccpu.worker.startup-cache} says otherwise for all pools that were not told.
     */
    public ProcessTaskPoolExecutorBuilder startupCache(StartupCache startupCache) {
        this.startupCache = Objects.requireNonNull(startupCache);
        return this;
    }

    private StartupCache startupCache() {
        String ofThisJvm = System.getProperty(STARTUP_CACHE);
        return ofThisJvm == null || !startupCache.equals(StartupCache.AUTO) ? startupCache : StartupCache.of(ofThisJvm);
    }

    /** The JDK or JRE that runs the children. Default: the parent's own. */
    public ProcessTaskPoolExecutorBuilder javaHome(Path javaHome) {
        this.javaHome = Objects.requireNonNull(javaHome);
        return this;
    }

    /**
     * How long a worker may take from its start until it can take tasks; one that is late goes on as long as it computes, up to ten
     * times as much processor time. The same holds for what a task with a {@link #timeout} calls. Default 60 s.
     */
    public ProcessTaskPoolExecutorBuilder startupTimeout(Duration startupTimeout) {
        require(startupTimeout.compareTo(A_DAY) <= 0, "startupTimeout", startupTimeout, "at most 24 hours");
        this.startupTimeout = Objects.requireNonNull(positiveOrNull("startupTimeout", startupTimeout));
        return this;
    }

    /** How arguments and results become bytes. Default {@link TaskCodec#JACKSON}. */
    public ProcessTaskPoolExecutorBuilder codec(TaskCodec codec) {
        this.codec = Objects.requireNonNull(codec);
        return this;
    }

    /** Modules for the Jackson codec on the parent's side; {@link WorkerRuntime#jacksonModules()} gives the child's. */
    public ProcessTaskPoolExecutorBuilder jacksonModules(List<JacksonModule> jacksonModules) {
        this.jacksonModules = List.copyOf(jacksonModules);
        return this;
    }

    /** Hears what happens in the pool. */
    public ProcessTaskPoolExecutorBuilder listener(ProcessPoolListener listener) {
        this.listener = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Take something of the submitting thread along into the child, besides the MDC, which always goes;
     * {@link WorkerRuntime#contextCarriers()} gives the child's side. Default: none.
     */
    public ProcessTaskPoolExecutorBuilder contextCarriers(List<? extends ContextCarrier> contextCarriers) {
        this.contextCarriers = List.copyOf(contextCarriers);
        return this;
    }

    /** Who measures how long tasks wait and run, for frameworks. Default: nobody. */
    public ProcessTaskPoolExecutorBuilder taskMeters(List<? extends TaskMeter> taskMeters) {
        this.taskMeters = List.copyOf(taskMeters);
        return this;
    }

    /** What stands ready in each child, for frameworks; the settings cross as they are, on the private channel. */
    public ProcessTaskPoolExecutorBuilder workerRuntime(
            Class<? extends WorkerRuntime> workerRuntime, Map<String, String> settings) {
        return workerRuntime(workerRuntime, StartPlan.of(settings));
    }

    /** What stands ready in each child, for frameworks; what the plan says crosses as it is, on the private channel. */
    public ProcessTaskPoolExecutorBuilder workerRuntime(
            Class<? extends WorkerRuntime> workerRuntime, StartPlan startPlan) {
        this.workerRuntime = workerRuntime.getName();
        this.startPlan = Objects.requireNonNull(startPlan);
        return this;
    }

    /** Makes what stands ready in each worker of a pool that is {@link #inProcess}, for frameworks. */
    public ProcessTaskPoolExecutorBuilder inProcessRuntime(Supplier<? extends WorkerRuntime> inProcessRuntime) {
        this.inProcessRuntime = Objects.requireNonNull(inProcessRuntime);
        return this;
    }

    /**
     * Makes the pool; it starts its {@code minWorkers} in the background.
     *
     * @throws IllegalArgumentException if settings contradict each other
     * @throws io.asynccpu.api.WorkerStartException if no child could ever be started from here
     */
    public ProcessTaskPoolExecutor build() {
        require(minWorkers <= maxWorkers, "minWorkers", minWorkers, "at most maxWorkers, which is " + maxWorkers);
        PoolSettings settings = settings();
        ObjectCodec objectCodec =
                switch (codec) {
                    case JACKSON ->
                        new JacksonCodec(jacksonModules, settings.worker().applicationLoader());
                    case JAVA -> new JavaCodec(settings.worker().applicationLoader());
                };
        boolean bare = workerRuntime == null && inProcessRuntime == null;
        ContextCapture context = new ContextCapture(name, contextCarriers, bare);
        ProcessPool pool = new ProcessPool(settings, objectCodec, listener, taskMeters);
        return new ProcessTaskPoolExecutor(settings, objectCodec, context, pool);
    }

    private PoolSettings settings() {
        ClassLoader loader = applicationLoader();
        LaunchSettings launch = new LaunchSettings(
                javaHome == null ? NativePath.of("the JVM's home", System.getProperty("java.home")) : javaHome,
                jvmArgs,
                maxHeap,
                environment,
                workingDirectory,
                crashReports,
                inProcess ? StartupCache.OFF : startupCache(),
                kind(),
                commandPrefix,
                inProcess ? threadsOfThisJvm(name, loader, inProcessRuntime) : null);
        WorkerSettings worker = new WorkerSettings(
                name,
                threadsPerWorker,
                maxPayload,
                startupTimeout,
                cancelGracePeriod,
                killGracePeriod,
                silenceTimeout,
                codec,
                workerRuntime,
                startPlan,
                workerConfigurer,
                loader,
                launch,
                new StateWatch(
                        inProcess ? null : new PropagationRules(properties, jvmArgs, environment, commandPrefix),
                        InheritedOptions::properties));
        return new PoolSettings(
                name,
                new PoolSettings.Size(minWorkers, maxWorkers, spareWorkers, memoryBudget),
                queueCapacity,
                cancelTasksWhenShutdown,
                timeout,
                queueTimeout,
                maxAttempts,
                retryDelay,
                new PoolSettings.Ladder(cancelGracePeriod, stackTimeout, neighborGracePeriod),
                shutdownGracePeriod,
                new PoolSettings.Recycling(maxTasksPerWorker, inProcess ? 0 : maxWorkerMemory, idleTimeout),
                worker);
    }

    private static InProcessLauncher threadsOfThisJvm(
            String pool, ClassLoader loader, @Nullable Supplier<? extends WorkerRuntime> runtime) {
        return bootstrap -> InProcessWorker.start(pool, bootstrap, loader, runtime);
    }

    private String kind() {
        return codec + " " + workerRuntime + " " + startPlan.settings().get(WorkerRuntime.KIND) + " "
                + workerConfigurer;
    }

    /** Not this class's own: devtools and others load the application's classes in one of theirs. */
    private static ClassLoader applicationLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ProcessTaskPoolExecutorBuilder.class.getClassLoader() : context;
    }

    private static @Nullable Duration positiveOrNull(String setting, @Nullable Duration value) {
        require(value == null || (!value.isNegative() && !value.isZero()), setting, value, "more than zero");
        return value;
    }

    private static Duration zeroToADay(String setting, Duration value) {
        require(!value.isNegative() && value.compareTo(A_DAY) <= 0, setting, value, "0 to 24 hours");
        return value;
    }

    private static void require(boolean holds, String setting, @Nullable Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(setting + " is " + value + " but must be " + rule);
        }
    }
}
