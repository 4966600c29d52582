package io.asynccpu.autoconfigure;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import io.asynccpu.autoconfigure.properties.PoolSettings;
import io.asynccpu.autoconfigure.worker.ChildApplication;
import io.asynccpu.autoconfigure.worker.SpringWorkerRuntime;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JacksonModule;

/** Makes the builder of a pool from its keys and from what the application has. */
class PoolFactory {

    private final ListableBeanFactory beanFactory;
    private final Environment environment;

    PoolFactory(ListableBeanFactory beanFactory, Environment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    ProcessTaskPoolExecutorBuilder builder(String pool) {
        PoolSettings settings = PoolSettings.of(pool, environment);
        ProcessTaskPoolExecutorBuilder builder = settings.builder();
        builder.jacksonModules(
                beanFactory.getBeanProvider(JacksonModule.class).orderedStream().toList());
        beanFactory.getBeanProvider(ProcessPoolListener.class).ifUnique(builder::listener);
        PoolProperties.Worker worker = settings.properties().getWorker();
        if (worker.getContext() == PoolProperties.Context.APPLICATION) {
            // Absent where no SpringApplication made the context; then the children have none either.
            beanFactory
                    .getBeanProvider(ChildApplication.class)
                    .ifAvailable(application -> builder.workerRuntime(
                            SpringWorkerRuntime.class, application.settings(worker.getSources())));
        }
        return builder;
    }
}
