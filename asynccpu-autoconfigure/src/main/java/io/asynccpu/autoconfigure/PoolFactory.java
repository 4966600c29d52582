package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.properties.ConfiguredPool;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.autoconfigure.values.SpringValues;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import io.asynccpu.autoconfigure.worker.ChildPlan;
import io.asynccpu.autoconfigure.worker.InProcessRuntime;
import io.asynccpu.autoconfigure.worker.SpringWorkerRuntime;
import io.asynccpu.autoconfigure.worker.WorkerRole;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.TaskMeter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JacksonModule;

/** Factory of a pool's executor, from the pool's properties and from beans of the application. */
class PoolFactory {

    static final String BEAN_NAME = "asynccpuPoolFactory";

    private final ApplicationContext context;
    // Guarded by this: completes when the pool that was begun last is created, or cannot be.
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    PoolFactory(ApplicationContext context) {
        this.context = context;
    }

    /** Factory method of the bean definitions of {@link PoolBeansRegistrar}. */
    PooledTaskExecutor executor(String pool) {
        Executor callbacks = context.getBean("asynccpuCallbackExecutor", Executor.class);
        return new PooledTaskExecutor(pool, () -> inTurn(builder(pool), callbacks), callbacks);
    }

    /** One after the other, as in a given order the same pool gets the last of the memory. */
    private synchronized CompletableFuture<ProcessTaskPoolExecutor> inTurn(
            Supplier<ProcessTaskPoolExecutor> builder, Executor executor) {
        CompletableFuture<ProcessTaskPoolExecutor> pool =
                last.handleAsync((previous, failure) -> builder.get(), executor);
        last = pool.handle((created, failure) -> true);
        return pool;
    }

    /** All that the pool needs of the context is looked up here, by the thread that creates beans. */
    private Supplier<ProcessTaskPoolExecutor> builder(String pool) {
        ConfiguredPool settings = ConfiguredPool.of(pool, context.getEnvironment());
        ProcessTaskPoolExecutorBuilder builder = settings.builder();
        context.getBeanProvider(ProcessPoolListener.class).ifUnique(builder::listener);
        builder.taskMeters(
                context.getBeanProvider(TaskMeter.class).orderedStream().toList());
        builder.contextCarriers(
                context.getBeanProvider(ContextCarrier.class).orderedStream().toList());
        addTasks(builder, pool, settings);
        return () -> {
            try {
                return builder.build();
            } catch (IllegalArgumentException e) {
                throw settings.refused(e);
            }
        };
    }

    /** Sets the runtime of the workers and the modules of the codec. */
    private void addTasks(ProcessTaskPoolExecutorBuilder builder, String pool, ConfiguredPool settings) {
        WorkerProperties worker = settings.properties().getWorker();
        boolean withContext = worker.getContext() == WorkerProperties.Context.APPLICATION;
        ObjectProvider<JacksonModule> own = context.getBeanProvider(JacksonModule.class);
        if (withContext && settings.properties().getMode() == PoolProperties.Mode.IN_PROCESS) {
            builder.inProcessRuntime(() -> new InProcessRuntime(context));
            builder.jacksonModules(SpringValues.modules(own, context.getClassLoader()));
            return;
        }
        // Absent where no SpringApplication made the context; then the children have none either. That of a parent
        // context makes another one.
        ChildApplication application = withContext && context.containsLocalBean(ChildApplication.BEAN_NAME)
                ? context.getBean(ChildApplication.BEAN_NAME, ChildApplication.class)
                : null;
        if (application == null) {
            // A child without a context does not have the module of Spring's values either.
            builder.jacksonModules(own.orderedStream().toList());
        } else {
            builder.workerRuntime(SpringWorkerRuntime.class, plan(application, pool, worker));
            builder.jacksonModules(SpringValues.modules(own, context.getClassLoader()));
        }
    }

    private static ChildPlan plan(ChildApplication application, String pool, WorkerProperties worker) {
        WorkerRole role = new WorkerRole(pool, worker.getLifecycleBeans());
        return application.plan(role, worker.getSources(), worker.getMain(), worker.getStartupTimeout());
    }
}
