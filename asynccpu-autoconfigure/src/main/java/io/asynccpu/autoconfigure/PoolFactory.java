package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.autoconfigure.values.SpringValues;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import io.asynccpu.autoconfigure.worker.ChildPlan;
import io.asynccpu.autoconfigure.worker.InProcessRuntime;
import io.asynccpu.autoconfigure.worker.SpringWorkerRuntime;
import io.asynccpu.autoconfigure.worker.WorkerRole;
import io.asynccpu.pool.PoolSettings;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.TaskMeter;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JacksonModule;

/** Makes the executor of a pool from its keys and from what the application has. */
class PoolFactory {

    static final String BEAN_NAME = "asynccpuPoolFactory";

    /** That of a pool's builder. */
    private static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofSeconds(60);

    private final ApplicationContext context;

    PoolFactory(ApplicationContext context) {
        this.context = context;
    }

    /** Called for the bean definitions that {@link PoolBeansRegistrar} makes. */
    PooledTaskExecutor executor(String pool) {
        Executor callbacks = context.getBean("asynccpuCallbackExecutor", Executor.class);
        return new PooledTaskExecutor(pool, () -> pool(pool), callbacks);
    }

    private ProcessTaskPoolExecutor pool(String pool) {
        PoolSettings settings = PoolSettings.of(pool, context.getEnvironment());
        ProcessTaskPoolExecutorBuilder builder = settings.builder();
        context.getBeanProvider(ProcessPoolListener.class).ifUnique(builder::listener);
        builder.taskMeters(
                context.getBeanProvider(TaskMeter.class).orderedStream().toList());
        builder.contextCarriers(
                context.getBeanProvider(ContextCarrier.class).orderedStream().toList());
        addTasks(builder, pool, settings);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw settings.refused(e);
        }
    }

    /** What the tasks are, and how their values cross. */
    private void addTasks(ProcessTaskPoolExecutorBuilder builder, String pool, PoolSettings settings) {
        WorkerProperties worker = settings.properties().getWorker();
        boolean withContext = worker.getContext() == WorkerProperties.Context.APPLICATION;
        ObjectProvider<JacksonModule> own = context.getBeanProvider(JacksonModule.class);
        if (withContext && settings.properties().getMode() == PoolProperties.Mode.IN_PROCESS) {
            builder.inProcessRuntime(() -> new InProcessRuntime(context));
            builder.jacksonModules(SpringValues.modules(own, context.getClassLoader()));
            return;
        }
        // Absent where no SpringApplication made the context; then the children have none either. That of a parent
        // context
        // makes another one.
        ChildApplication application = withContext && context.containsLocalBean(ChildApplication.BEAN_NAME)
                ? context.getBean(ChildApplication.BEAN_NAME, ChildApplication.class)
                : null;
        if (application == null) {
            // A child without a context does not know Spring's values either.
            builder.jacksonModules(own.orderedStream().toList());
        } else {
            builder.workerRuntime(SpringWorkerRuntime.class, plan(application, pool, worker));
            builder.jacksonModules(SpringValues.modules(own, context.getClassLoader()));
        }
    }

    private static ChildPlan plan(ChildApplication application, String pool, WorkerProperties worker) {
        WorkerRole role = new WorkerRole(pool, worker.getLifecycleBeans());
        Duration startupTimeout = worker.getStartupTimeout();
        return application.plan(
                role,
                worker.getSources(),
                worker.getMain(),
                startupTimeout == null ? DEFAULT_STARTUP_TIMEOUT : startupTimeout);
    }
}
