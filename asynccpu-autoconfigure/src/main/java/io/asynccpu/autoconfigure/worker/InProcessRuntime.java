package io.asynccpu.autoconfigure.worker;

import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.autoconfigure.values.SpringValues;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.WorkerRuntime;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JacksonModule;

/** Runtime of workers in process: tasks are methods of the application's own beans. Starts and ends nothing. */
public final class InProcessRuntime implements WorkerRuntime {

    private final ApplicationContext context;

    public InProcessRuntime(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void start(Map<String, String> settings) {}

    @Override
    public BoundCall bind(String target) throws Exception {
        return BeanCall.bind(context, MethodTarget.parse(target));
    }

    @Override
    public List<JacksonModule> jacksonModules() {
        return SpringValues.modules(context.getBeanProvider(JacksonModule.class), context.getClassLoader());
    }

    @Override
    public List<ContextCarrier> contextCarriers() {
        return context.getBeanProvider(ContextCarrier.class).orderedStream().toList();
    }

    @Override
    public void close() {}
}
