package io.asynccpu.autoconfigure.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.builder.ParentContextApplicationContextInitializer;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.ClassUtils;

/**
 * Observer, in the child, of the applications that {@code main} runs. It gives every {@code SpringApplication} the quiet
 * properties, and takes the context of the parent's application as soon as it is loaded. Nothing that follows a refresh, such
 * as runners, is ever called in that run. The run does not return either, as nobody knows what {@code main} would do then: its
 * thread is {@linkplain ThreadParking parked}.
 *
 * <p>States: waiting, then over for good, with a context, with the failure of the run, or given up.
 */
final class QuietRun {

    /** Instance of this JVM, if it is a child. */
    private static volatile @Nullable QuietRun current;

    private static final ThreadLocal<QuietRun> STARTED_BY_MAIN = new InheritableThreadLocal<>();

    private final ChildSettings settings;
    private final WorkerRole role;
    private final QuietProperties quiet;
    private final EnvironmentCopy copy;
    private final ClassLoader classLoader;
    private final Thread starter = Thread.currentThread();
    private final ThreadGroup threadsOfMain = new ThreadGroup("main");
    private final Set<String> otherSources = ConcurrentHashMap.newKeySet();
    private final AtomicInteger same = new AtomicInteger();
    private final CompletableFuture<Loaded> outcome = new CompletableFuture<>();
    private @Nullable SpringApplication direct;

    /**
     * Context that main has created.
     *
     * @param context not yet refreshed
     * @param classLoader of the thread that runs it
     */
    record Loaded(
            ConfigurableApplicationContext context,
            @Nullable ClassLoader classLoader) {}

    QuietRun(ChildSettings settings, WorkerRole role, ClassLoader classLoader) {
        this.settings = settings;
        this.role = role;
        this.quiet = new QuietProperties(settings.profiles(), !role.properties().isClosed(), classLoader);
        this.copy = new EnvironmentCopy(settings.propertySources(), settings.properties());
        this.classLoader = classLoader;
    }

    /** Begins to observe every run. */
    void begin() {
        current = this;
    }

    /** Removes the instance; another one may follow, as in tests. */
    static void forget() {
        current = null;
    }

    /** Null in a parent; and in a child once the application is loaded, for applications that tasks run. */
    static @Nullable QuietRun ofThisThread() {
        QuietRun run = current;
        return run == null || (run.outcome.isDone() && !run.isMains(Thread.currentThread())) ? null : run;
    }

    private boolean isMains(Thread thread) {
        if (STARTED_BY_MAIN.get() == this) {
            return true;
        }
        ThreadGroup group = thread.getThreadGroup();
        return group != null && threadsOfMain.parentOf(group);
    }

    /**
     * Called by the thread that calls main: the threads that it starts are recognized also in another thread group, as virtual
     * ones are.
     */
    void enterMain() {
        STARTED_BY_MAIN.set(this);
    }

    /** Thread group of the thread that calls main; the threads that it starts belong to it, too. */
    ThreadGroup threadsOfMain() {
        return threadsOfMain;
    }

    CompletableFuture<Loaded> outcome() {
        return outcome;
    }

    /** Loads the application without main, on the calling thread. */
    ConfigurableApplicationContext loadDirectly() {
        try {
            direct = settings.parts().make(classLoader);
            return runDirectly(direct, settings);
        } catch (SpringApplication.AbandonedRunException loaded) {
            return outcome.join().context();
        }
    }

    private ConfigurableApplicationContext runDirectly(SpringApplication made, ChildSettings application) {
        ChildSettings parent = application.parent();
        if (parent != null) {
            made.addInitializers(new ParentContextApplicationContextInitializer(
                    runDirectly(parent.parts().make(classLoader), parent)));
        }
        addMissingSources(made, application, ParentRun.names(made.getAllSources()));
        return made.run(application.arguments().toArray(new String[0]));
    }

    /** Sources of the applications that ran but are not the parent's. */
    Set<String> otherSources() {
        return otherSources;
    }

    /** Listener for the run of an application; created before the run has started, and before hooks add sources. */
    SpringApplicationRunListener listenerOf(SpringApplication application, List<String> arguments) {
        // Before the first event of the run, which copies the listeners.
        application.setListeners(withoutPidFile(application.getListeners()));
        application.addListeners(new BeforeConfiguration());
        return new Listener(application, arguments);
    }

    /** The file contains the parent's process id; the child would overwrite it, and delete it at its end. */
    private static List<ApplicationListener<?>> withoutPidFile(Set<ApplicationListener<?>> listeners) {
        List<ApplicationListener<?>> others = new ArrayList<>(listeners);
        others.removeIf(ApplicationPidFileWriter.class::isInstance);
        return others;
    }

    /** Adds sources such as those that {@code SpringApplication.from(…).with(…)} added in the parent by a hook of its own. */
    private void addMissingSources(SpringApplication application, ChildSettings settings, Set<String> present) {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : settings.sourceClasses()) {
            if (!present.contains(name)) {
                classes.add(ClassUtils.resolveClassName(name, classLoader));
            }
        }
        application.addPrimarySources(classes);
        Set<String> names = new LinkedHashSet<>(application.getSources());
        settings.sourceNames().stream().filter(name -> !present.contains(name)).forEach(names::add);
        application.setSources(names);
    }

    private void adjust(ConfigurableEnvironment environment) {
        MutablePropertySources target = environment.getPropertySources();
        if (role.properties().isClosed()) {
            copy.applyAllTo(target, role.properties());
        } else {
            copy.applyAllTo(target);
        }
        quiet.putFirst(target);
    }

    /** Runs before Boot's post-processors, as profiles and the search for configuration files must see the properties. */
    private final class BeforeConfiguration
            implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            if (role.properties().isClosed()) {
                // The child reads no files, so that post-processors find here what was in them.
                adjust(event.getEnvironment());
                return;
            }
            MutablePropertySources target = event.getEnvironment().getPropertySources();
            copy.applyTo(target);
            quiet.putFirst(target);
        }
    }

    private final class Listener implements SpringApplicationRunListener {

        private final SpringApplication application;
        private final boolean isAlike;
        private final boolean wanted;

        Listener(SpringApplication application, List<String> arguments) {
            this.application = application;
            ChildSettings.Main main = settings.main();
            if (main == null) {
                // Without main the child runs only the parent's application and those of its parent contexts.
                isAlike = true;
                wanted = application == direct;
            } else {
                ChildSettings.RunSelector selector = main.selector();
                isAlike = Set.copyOf(selector.sources()).equals(ParentRun.names(ParentRun.sources(application)));
                wanted = isAlike
                        && (selector.anyArguments()
                                || role.properties().arguments(arguments).equals(settings.arguments()))
                        && same.getAndIncrement() == selector.earlier();
            }
        }

        /** At this event, as hooks may have added sources before it. */
        @Override
        public void starting(ConfigurableBootstrapContext bootstrapContext) {
            Set<String> sources = ParentRun.names(application.getAllSources());
            if (wanted) {
                addMissingSources(application, settings, sources);
            } else {
                otherSources.addAll(sources);
            }
        }

        /** Once more, as other listeners may have added sources in front; and the configuration files are read now. */
        @Override
        public void environmentPrepared(
                ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
            adjust(environment);
        }

        @Override
        public void contextLoaded(ConfigurableApplicationContext loaded) {
            adjust(loaded.getEnvironment());
            QuietContext.quieten(loaded, wanted ? role : role.withoutLifecycleBeans());
            if (!wanted) {
                return;
            }
            Loaded made = new Loaded(loaded, Thread.currentThread().getContextClassLoader());
            if (Thread.currentThread() == starter) {
                outcome.complete(made);
                throw new SpringApplication.AbandonedRunException(loaded);
            }
            ThreadParking parking = ThreadParking.here();
            String danger = parking.danger();
            if (danger == null) {
                outcome.complete(made);
            } else {
                outcome.completeExceptionally(new NotRunException(danger, null));
            }
            parking.forGood();
        }

        /** Removes the runners of the parent's application; those of another application may prepare this one. */
        @Override
        public void started(ConfigurableApplicationContext started, @Nullable Duration timeTaken) {
            if (isAlike) {
                QuietContext.removeRunners(started);
            }
        }

        /** Reports the application's own failure, which main must not turn into anything else. */
        @Override
        public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
            if (wanted && Thread.currentThread() != starter) {
                outcome.completeExceptionally(new ApplicationFailure(exception));
                ThreadParking.here().forGood();
            }
        }
    }

    /** Failure of main to run the application; the message is the end of a sentence about main. */
    static final class NotRunException extends Exception {

        private static final long serialVersionUID = 1L;

        NotRunException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Failure of the parent's application before it was loaded, with its exception as the cause. */
    static final class ApplicationFailure extends Exception {

        private static final long serialVersionUID = 1L;

        private final Exception reason;

        ApplicationFailure(Throwable cause) {
            super(cause);
            reason = cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        }

        Exception reason() {
            return reason;
        }
    }
}
