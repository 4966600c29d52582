package io.asynccpu;

import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.internal.child.InProcessWorker;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.codec.java.JavaCodec;
import io.asynccpu.internal.context.ContextCapture;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.internal.pool.PoolSettings;
import io.asynccpu.internal.pool.ProcessPool;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskMeter;
import io.asynccpu.spi.WorkerRuntime;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;

/**
 * Builder of a {@link ProcessTaskPoolExecutor}. Each method checks its value and throws an {@link IllegalArgumentException} that
 * names the setting and the rule. Not thread-safe.
 */
public final class ProcessTaskPoolExecutorBuilder extends PoolSettings.Builder<ProcessTaskPoolExecutorBuilder> {

    private String name = "default";
    private @Nullable Supplier<? extends WorkerRuntime> inProcessRuntime;
    private List<JacksonModule> jacksonModules = List.of();
    private @Nullable ProcessPoolListener listener;
    private List<? extends TaskMeter> taskMeters = List.of();
    private List<ContextCarrier> contextCarriers = List.of();

    ProcessTaskPoolExecutorBuilder() {}

    /** @hidden */
    @Override
    @SuppressWarnings("InvalidBlockTag")
    protected ProcessTaskPoolExecutorBuilder self() {
        return this;
    }

    /** Name of the pool in threads, logs and messages. Default {@code default}. */
    public ProcessTaskPoolExecutorBuilder name(String name) {
        require(name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "name", name, "1 to 64 letters, digits, . _ or -");
        this.name = name;
        return this;
    }

    /** Factory of the runtime of each worker of a pool that is {@link #inProcess}, for frameworks. */
    public ProcessTaskPoolExecutorBuilder inProcessRuntime(Supplier<? extends WorkerRuntime> inProcessRuntime) {
        this.inProcessRuntime = Objects.requireNonNull(inProcessRuntime);
        return this;
    }

    /** Modules for the Jackson codec in the parent; {@link WorkerRuntime#jacksonModules()} gives those in the child. */
    public ProcessTaskPoolExecutorBuilder jacksonModules(List<JacksonModule> jacksonModules) {
        this.jacksonModules = List.copyOf(jacksonModules);
        return this;
    }

    /** Listener to events of the pool. */
    public ProcessTaskPoolExecutorBuilder listener(ProcessPoolListener listener) {
        this.listener = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * Carriers of context from the submitting thread into the child, besides the MDC, which always crosses;
     * {@link WorkerRuntime#contextCarriers()} gives those in the child. Default: none.
     */
    public ProcessTaskPoolExecutorBuilder contextCarriers(List<? extends ContextCarrier> contextCarriers) {
        this.contextCarriers = List.copyOf(contextCarriers);
        return this;
    }

    /** Meters of the waiting and running times of tasks, for frameworks. Default: none. */
    public ProcessTaskPoolExecutorBuilder taskMeters(List<? extends TaskMeter> taskMeters) {
        this.taskMeters = List.copyOf(taskMeters);
        return this;
    }

    /**
     * Returns the check that {@link ProcessTaskPoolExecutor#check} of the pool makes, without the pool. For frameworks.
     *
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from this JVM
     */
    public Consumer<TaskCall> signatureCheck() {
        ClassLoader loader = applicationLoader();
        PoolSettings settings = settings(loader);
        if (settings.worker().launch().inProcess() == null) {
            WorkerLauncher.requireStartable();
        }
        ObjectCodec codec = codec(settings, loader);
        return call -> TaskSubmitter.check(call, codec);
    }

    /**
     * Builds the pool, which starts its {@code minWorkers} in the background.
     *
     * @throws IllegalArgumentException if settings contradict each other
     * @throws io.asynccpu.api.WorkerStartException if no child can ever be started from this JVM
     */
    public ProcessTaskPoolExecutor build() {
        ClassLoader loader = applicationLoader();
        PoolSettings settings = settings(loader);
        ObjectCodec codec = codec(settings, loader);
        boolean isBare = settings.worker().runtime() == null && inProcessRuntime == null;
        ContextCapture context = new ContextCapture(name, contextCarriers, isBare);
        return new ProcessTaskPoolExecutor(
                settings, codec, context, new ProcessPool(settings, codec, listener, taskMeters));
    }

    private PoolSettings settings(ClassLoader loader) {
        // Copies, as the threads of the pool read them while this builder may be in use for the next pool.
        String pool = name;
        Supplier<? extends WorkerRuntime> runtime = inProcessRuntime;
        return poolSettings(pool, loader, bootstrap -> InProcessWorker.start(pool, bootstrap, loader, runtime));
    }

    private ObjectCodec codec(PoolSettings settings, ClassLoader loader) {
        return switch (settings.worker().codec()) {
            case JACKSON -> new JacksonCodec(jacksonModules, loader);
            case JAVA -> new JavaCodec(loader);
        };
    }

    /** Not the loader of this class: devtools and others load the application's classes in a loader of their own. */
    private static ClassLoader applicationLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ProcessTaskPoolExecutorBuilder.class.getClassLoader() : context;
    }
}
