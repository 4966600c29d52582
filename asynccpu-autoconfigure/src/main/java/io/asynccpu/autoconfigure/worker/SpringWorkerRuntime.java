package io.asynccpu.autoconfigure.worker;

import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.autoconfigure.method.MethodTarget;
import io.asynccpu.autoconfigure.values.SpringValues;
import io.asynccpu.logging.WorkerLevels;
import io.asynccpu.spi.BoundCall;
import io.asynccpu.spi.ContextCarrier;
import io.asynccpu.spi.WorkerRuntime;
import io.asynccpu.state.ParentsState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.ThrowingSupplier;
import tools.jackson.databind.JacksonModule;

/**
 * In the child: the parent's application, booted quietly, whose bean methods are the tasks. It goes through the user's
 * {@code main}, so that initializers and listeners that are added there work here too.
 */
public final class SpringWorkerRuntime implements WorkerRuntime {

    private static final Log log = LogFactory.getLog(SpringWorkerRuntime.class);

    /** Boot reads it when its background preinitializer is loaded. */
    private static final String NO_HEAD_START = "spring.backgroundpreinitializer.ignore";

    private @Nullable ConfigurableApplicationContext context;
    private String pool = "";

    /** Returns when the context is refreshed, its configurers were called and its listeners know that it is ready. */
    @Override
    public void start(Map<String, String> settings) throws Exception {
        ChildSettings child = ChildSettings.fromMap(settings);
        WorkerRole role = WorkerRole.fromMap(settings);
        pool = role.pool();
        // A restart would run this JVM's main once more.
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
            context = load(child, role, classLoader);
            // Boot has applied logging.level here, too, but in the parent they may have changed since.
            WorkerLevels.restore();
            context.refresh();
            configure(context);
            context.publishEvent(new ProcessWorkerReadyEvent(context, pool));
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

    /** Being lazy, like all beans, they are made here. No factory bean is made to see whether it has one. */
    private static void configure(ConfigurableApplicationContext context) throws Exception {
        for (WorkerConfigurer configurer : context.getBeanProvider(WorkerConfigurer.class, false)
                .orderedStream()
                .toList()) {
            ParentsState.ofThisJvm().configure(configurer);
        }
    }

    private static ConfigurableApplicationContext load(ChildSettings child, WorkerRole role, ClassLoader classLoader)
            throws Exception {
        QuietRun run = new QuietRun(child, role, classLoader);
        try {
            SpringApplication.withHook(run, (ThrowingSupplier<Boolean>) () -> launch(child, classLoader));
        } catch (Exception thrown) {
            // With a context it is the abandoned run's exception, in whatever main made of it: the run ends there.
            if (run.context() == null) {
                throw thrown;
            }
        }
        ConfigurableApplicationContext loaded = run.context();
        if (loaded == null) {
            throw new IllegalStateException(child.mainClass() + ".main returned without running a SpringApplication of "
                    + child.sourceClasses() + child.sourceNames() + " on its own thread"
                    + (run.otherSources().isEmpty() ? "" : "; it ran one of " + run.otherSources())
                    + ". Let main do so, name a configuration in asynccpu.worker.sources, or set"
                    + " asynccpu.worker.context=none.");
        }
        return loaded;
    }

    private static boolean launch(ChildSettings child, ClassLoader classLoader) throws Exception {
        String[] arguments = child.arguments().toArray(new String[0]);
        if (child.mainClass() == null) {
            // The hook adds the sources.
            new SpringApplication().run(arguments);
            return true;
        }
        MainMethod main = MainMethod.find(ClassUtils.forName(child.mainClass(), classLoader));
        if (main == null) {
            throw new IllegalStateException(child.mainClass() + " has no main method in the worker.");
        }
        main.call(arguments);
        return true;
    }

    private static IllegalStateException failedStart(Throwable failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        return new IllegalStateException(
                "The application did not start in the worker: " + failure
                        + (root == failure ? "" : " Root cause: " + root),
                failure);
    }
}
