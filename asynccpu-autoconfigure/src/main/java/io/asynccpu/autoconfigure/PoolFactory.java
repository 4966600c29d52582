package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.autoconfigure.executor.PoolCreation;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.properties.ConfiguredPool;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.PropertyRules;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.autoconfigure.values.SpringValues;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import io.asynccpu.autoconfigure.worker.ChildPlan;
import io.asynccpu.autoconfigure.worker.InProcessRuntime;
import io.asynccpu.autoconfigure.worker.SpringWorkerRuntime;
import io.asynccpu.autoconfigure.worker.WorkerRole;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.TaskCall;
import io.asynccpu.spi.TaskMeter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JacksonModule;

/** Factory of a pool's executor, from the pool's properties and from beans of the application. */
class PoolFactory {

    static final String BEAN_NAME = "asynccpuPoolFactory";

    private static final Log log = LogFactory.getLog(PoolFactory.class);

    private final ApplicationContext context;
    // Guarded by this: completes when the pool that was begun last is created, or cannot be.
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    PoolFactory(ApplicationContext context) {
        this.context = context;
    }

    /** Factory method of the bean definitions of {@link PoolBeansRegistrar}. */
    PooledTaskExecutor executor(String pool) {
        Executor callbacks = context.getBean("asynccpuCallbackExecutor", Executor.class);
        // That of the start, whichever thread uses the pool first.
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new PooledTaskExecutor(
                pool,
                () -> creation(pool, loader, callbacks),
                ConfiguredPool.isAnySet(context.getEnvironment()),
                callbacks);
    }

    private PoolCreation creation(String pool, @Nullable ClassLoader loader, Executor callbacks) {
        ConfiguredPool settings = ConfiguredPool.of(pool, context.getEnvironment());
        Supplier<ProcessTaskPoolExecutorBuilder> builder = builder(pool, settings);
        return new PoolCreation() {

            @Override
            public Consumer<TaskCall> signatureCheck() {
                return made(ProcessTaskPoolExecutorBuilder::signatureCheck);
            }

            @Override
            public CompletableFuture<ProcessTaskPoolExecutor> begin() {
                return inTurn(() -> made(ProcessTaskPoolExecutorBuilder::build), callbacks);
            }

            private <T> T made(Function<ProcessTaskPoolExecutorBuilder, T> step) {
                Thread thread = Thread.currentThread();
                ClassLoader before = thread.getContextClassLoader();
                thread.setContextClassLoader(loader);
                try {
                    return step.apply(builder.get());
                } catch (IllegalArgumentException e) {
                    throw settings.refused(e);
                } catch (WorkerStartException e) {
                    throw settings.failed(e);
                } finally {
                    thread.setContextClassLoader(before);
                }
            }
        };
    }

    /** One after the other, as in a given order the same pool gets the last of the memory. */
    private synchronized CompletableFuture<ProcessTaskPoolExecutor> inTurn(
            Supplier<ProcessTaskPoolExecutor> pool, Executor executor) {
        CompletableFuture<ProcessTaskPoolExecutor> created =
                last.handleAsync((previous, failure) -> pool.get(), executor);
        last = created.handle((one, failure) -> true);
        return created;
    }

    /** All that the pool needs of the context is looked up at once, by the thread that creates beans; the rest is for another one. */
    private Supplier<ProcessTaskPoolExecutorBuilder> builder(String pool, ConfiguredPool settings) {
        ProcessPoolListener listener =
                context.getBeanProvider(ProcessPoolListener.class).getIfUnique();
        List<TaskMeter> meters =
                context.getBeanProvider(TaskMeter.class).orderedStream().toList();
        List<ContextCarrier> carriers =
                context.getBeanProvider(ContextCarrier.class).orderedStream().toList();
        Consumer<ProcessTaskPoolExecutorBuilder> tasks = tasks(pool, settings);
        return () -> {
            ProcessTaskPoolExecutorBuilder builder =
                    settings.builder().taskMeters(meters).contextCarriers(carriers);
            if (listener != null) {
                builder.listener(listener);
            }
            tasks.accept(builder);
            return builder;
        };
    }

    /** The runtime of the workers and the modules of the codec. */
    private Consumer<ProcessTaskPoolExecutorBuilder> tasks(String pool, ConfiguredPool settings) {
        WorkerProperties worker = settings.properties().getWorker();
        boolean withContext = worker.getContext() == WorkerProperties.Context.APPLICATION;
        ObjectProvider<JacksonModule> own = context.getBeanProvider(JacksonModule.class);
        if (withContext && settings.properties().getMode() == PoolProperties.Mode.IN_PROCESS) {
            List<JacksonModule> modules = SpringValues.modules(own, context.getClassLoader());
            return builder -> builder.inProcessRuntime(() -> new InProcessRuntime(context))
                    .jacksonModules(modules);
        }
        // Absent where no SpringApplication made the context; then the children have none either. That of a parent
        // context makes another one.
        if (!withContext || !context.containsLocalBean(ChildApplication.BEAN_NAME)) {
            // A child without a context does not have the module of Spring's values either.
            List<JacksonModule> modules = own.orderedStream().toList();
            return builder -> builder.jacksonModules(modules);
        }
        ChildApplication application = context.getBean(ChildApplication.BEAN_NAME, ChildApplication.class);
        PropertyRules rules = PropertyRules.of(worker, context.getEnvironment());
        ChildPlan plan = application.plan(
                new WorkerRole(pool, worker.getLifecycleBeans(), rules),
                worker.getSources(),
                worker.getMain(),
                worker.getStartupTimeout());
        if (rules.isWalled() && !rules.isRestricting()) {
            log.info("The children of pool " + pool + " are behind a wall, but have all properties of the application: "
                    + plan.properties()
                    + ", among them the environment variables of this process, with passwords if there"
                    + " are any among them. "
                    + settings.ownKey("worker.properties") + " names those that they need");
        }
        List<JacksonModule> modules = SpringValues.modules(own, context.getClassLoader());
        return builder -> builder.workerRuntime(SpringWorkerRuntime.class, plan).jacksonModules(modules);
    }
}
