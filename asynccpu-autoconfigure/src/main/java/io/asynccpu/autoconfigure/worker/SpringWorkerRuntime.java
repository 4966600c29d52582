package io.asynccpu.autoconfigure.worker;

import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.autoconfigure.values.SpringValues;
import io.asynccpu.internal.logging.WorkerLevels;
import io.asynccpu.internal.state.ParentJvmState;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.WorkerRuntime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JacksonModule;

/**
 * Runtime of a child that boots the parent's application quietly; tasks are methods of its beans. The start goes through the
 * user's {@code main}, so that initializers and listeners that are added there apply in the child, too, unless the parent knows
 * that {@code main} does not run the application.
 */
public final class SpringWorkerRuntime implements WorkerRuntime {

    private static final Log log = LogFactory.getLog(SpringWorkerRuntime.class);

    /** System property that Boot reads when its background preinitializer is loaded. */
    private static final String NO_HEAD_START = "spring.backgroundpreinitializer.ignore";

    private @Nullable ConfigurableApplicationContext context;
    private String pool = "";

    @Override
    public void start(Map<String, String> settings) throws Exception {
        start(settings, step -> {});
    }

    /** Returns when the context is refreshed, its configurers were called and its listeners were notified. */
    @Override
    public void start(Map<String, String> settings, Consumer<String> step) throws Exception {
        ChildSettings child = ChildSettings.fromMap(settings);
        WorkerRole role = WorkerRole.fromMap(settings);
        pool = role.pool();
        // A restart would call this JVM's main once more.
        System.setProperty("spring.devtools.restart.enabled", "false");
        if (System.getProperty(NO_HEAD_START) == null) {
            // Of what it loads on a second processor a child may never need anything, and other workers need the
            // processor.
            System.setProperty(NO_HEAD_START, "true");
        }
        // Also makes the logging system read its first configuration, the worker's. From then on Boot would only warn
        // that it prefers logging.config, which the quiet properties set.
        log.debug("Booting " + child);
        System.clearProperty("logback.configurationFile");
        // Code generated for the parent's context expects a web server.
        SpringProperties.setProperty("spring.aot.enabled", "false");
        ClassLoader classLoader = Objects.requireNonNull(ClassUtils.getDefaultClassLoader());
        try {
            context = load(child, role, classLoader, step);
            // Boot has applied logging.level here, too, but in the parent they may have changed since.
            WorkerLevels.restore();
            context.refresh();
            configure(context);
            context.publishEvent(new ProcessWorkerReadyEvent(context, pool));
        } catch (QuietRun.NotRunException failure) {
            throw failure;
        } catch (Exception | LinkageError failure) {
            throw failedStart(failure);
        }
    }

    @Override
    public BoundCall bind(String target) throws Exception {
        return BeanCall.bind(started(), MethodTarget.parse(target));
    }

    @Override
    public List<JacksonModule> jacksonModules() {
        ConfigurableApplicationContext own = started();
        return SpringValues.modules(own.getBeanProvider(JacksonModule.class, false), own.getClassLoader());
    }

    @Override
    public List<ContextCarrier> contextCarriers() {
        return started().getBeanProvider(ContextCarrier.class).orderedStream().toList();
    }

    @Override
    public void close() {
        QuietRun.forget();
        if (context == null) {
            return;
        }
        try {
            if (context.isActive()) {
                context.publishEvent(new ProcessWorkerStoppingEvent(context, pool));
            }
        } finally {
            context.close();
        }
    }

    ConfigurableApplicationContext started() {
        if (context == null) {
            throw new IllegalStateException("The worker's application context was not started.");
        }
        return context;
    }

    /** Creates the configurers, which are lazy as all beans are. No factory bean is created in the search for them. */
    private static void configure(ConfigurableApplicationContext context) throws Exception {
        for (WorkerConfigurer configurer : context.getBeanProvider(WorkerConfigurer.class, false)
                .orderedStream()
                .toList()) {
            ParentJvmState.ofThisJvm().configure(configurer);
        }
    }

    private static ConfigurableApplicationContext load(
            ChildSettings child, WorkerRole role, ClassLoader classLoader, Consumer<String> step) throws Exception {
        QuietRun run = new QuietRun(child, role, classLoader);
        run.begin();
        ChildSettings.Main main = child.main();
        if (main == null) {
            return run.loadDirectly();
        }
        step.accept(ChildPlan.IN_MAIN);
        QuietRun.Loaded loaded;
        try {
            loaded = MainThread.call(main, run, classLoader);
        } catch (QuietRun.ApplicationFailure failure) {
            step.accept(ChildPlan.IN_APPLICATION);
            throw failure.reason();
        }
        step.accept(ChildPlan.IN_APPLICATION);
        Thread.currentThread().setContextClassLoader(loaded.classLoader());
        return loaded.context();
    }

    private static IllegalStateException failedStart(Throwable failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        return new IllegalStateException(
                "The application did not start in the worker: " + failure
                        + (root == failure ? "" : " Root cause: " + root),
                failure);
    }
}
