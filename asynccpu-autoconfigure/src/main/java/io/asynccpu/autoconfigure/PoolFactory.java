package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.PoolSettings;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import io.asynccpu.autoconfigure.worker.InProcessRuntime;
import io.asynccpu.autoconfigure.worker.SpringWorkerRuntime;
import io.asynccpu.autoconfigure.worker.WorkerRole;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.TaskMeter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JacksonModule;

/** Makes the executor of a pool from its keys and from what the application has. */
class PoolFactory {

    static final String BEAN_NAME = "asynccpuPoolFactory";

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
        builder.jacksonModules(
                context.getBeanProvider(JacksonModule.class).orderedStream().toList());
        context.getBeanProvider(ProcessPoolListener.class).ifUnique(builder::listener);
        builder.taskMeters(
                context.getBeanProvider(TaskMeter.class).orderedStream().toList());
        builder.contextCarriers(
                context.getBeanProvider(ContextCarrier.class).orderedStream().toList());
        WorkerProperties worker = settings.properties().getWorker();
        boolean withContext = worker.getContext() == WorkerProperties.Context.APPLICATION;
        if (withContext && settings.properties().getMode() == PoolProperties.Mode.IN_PROCESS) {
            builder.inProcessRuntime(() -> new InProcessRuntime(context));
        } else if (withContext) {
            // Absent where no SpringApplication made the context; then the children have none either.
            context.getBeanProvider(ChildApplication.class)
                    .ifAvailable(application ->
                            builder.workerRuntime(SpringWorkerRuntime.class, childSettings(application, pool, worker)));
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw settings.refused(e);
        }
    }

    private static Map<String, String> childSettings(
            ChildApplication application, String pool, WorkerProperties worker) {
        Map<String, String> settings = new HashMap<>(application.settings(worker.getSources()));
        settings.putAll(new WorkerRole(pool, worker.getLifecycleBeans()).settings());
        return settings;
    }
}
