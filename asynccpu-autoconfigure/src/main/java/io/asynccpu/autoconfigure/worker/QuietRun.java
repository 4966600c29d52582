package io.asynccpu.autoconfigure.worker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationHook;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.ClassUtils;

/**
 * Hooks into every {@code SpringApplication} that runs meanwhile, gives it the quiet properties, and takes the context of
 * the one that is the parent's application as soon as it is loaded. That run is abandoned there: nothing that follows a
 * refresh, such as runners, is ever called.
 */
final class QuietRun implements SpringApplicationHook {

    private final ChildSettings settings;
    private final WorkerRole role;
    private final QuietProperties quiet;
    private final EnvironmentCopy copy;
    private final ClassLoader classLoader;
    private final Set<String> otherSources = new LinkedHashSet<>();
    private @Nullable ConfigurableApplicationContext context;

    QuietRun(ChildSettings settings, WorkerRole role, ClassLoader classLoader) {
        this.settings = settings;
        this.role = role;
        this.quiet = new QuietProperties(settings.profiles(), classLoader);
        this.copy = new EnvironmentCopy(settings.propertySources(), settings.properties());
        this.classLoader = classLoader;
    }

    /** The loaded context of the parent's application, not yet refreshed; null if it has not run. */
    @Nullable
    ConfigurableApplicationContext context() {
        return context;
    }

    /** Sources of the applications that ran but are not the parent's. */
    Set<String> otherSources() {
        return otherSources;
    }

    @Override
    public SpringApplicationRunListener getRunListener(SpringApplication application) {
        Set<String> sources = names(application.getAllSources());
        boolean wanted = expected().containsAll(sources);
        if (wanted) {
            addMissingSources(application, sources);
        } else {
            otherSources.addAll(sources);
        }
        application.setListeners(withoutPidFile(application.getListeners()));
        application.addListeners(new BeforeConfiguration());
        return new Listener(wanted);
    }

    /** The file names the parent; it would be overwritten, and deleted with this child. */
    private static List<ApplicationListener<?>> withoutPidFile(Set<ApplicationListener<?>> listeners) {
        List<ApplicationListener<?>> others = new ArrayList<>(listeners);
        others.removeIf(ApplicationPidFileWriter.class::isInstance);
        return others;
    }

    /** Such as those that {@code SpringApplication.from(…).with(…)} added in the parent by a hook of its own. */
    private void addMissingSources(SpringApplication application, Set<String> present) {
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

    private Set<String> expected() {
        Set<String> expected = new LinkedHashSet<>(settings.sourceClasses());
        expected.addAll(settings.sourceNames());
        return expected;
    }

    private static Set<String> names(Set<Object> sources) {
        Set<String> names = new LinkedHashSet<>();
        for (Object source : sources) {
            names.add(source instanceof Class<?> type ? type.getName() : source.toString());
        }
        return names;
    }

    private void adjust(ConfigurableEnvironment environment) {
        MutablePropertySources target = environment.getPropertySources();
        copy.applyAllTo(target);
        quiet.putFirst(target);
    }

    /** Profiles and the search for configuration files must see the properties, so before Boot's post-processors. */
    private final class BeforeConfiguration
            implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            MutablePropertySources target = event.getEnvironment().getPropertySources();
            copy.applyTo(target);
            quiet.putFirst(target);
        }
    }

    private final class Listener implements SpringApplicationRunListener {

        private final boolean wanted;

        Listener(boolean wanted) {
            this.wanted = wanted;
        }

        /** Again, since others may have put theirs in front; and now the configuration files are there. */
        @Override
        public void environmentPrepared(
                ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
            adjust(environment);
        }

        @Override
        public void contextLoaded(ConfigurableApplicationContext loaded) {
            adjust(loaded.getEnvironment());
            QuietContext.quieten(loaded, wanted ? role : role.withoutLifecycleBeans());
            if (wanted) {
                context = loaded;
                throw new SpringApplication.AbandonedRunException(loaded);
            }
        }
    }
}
