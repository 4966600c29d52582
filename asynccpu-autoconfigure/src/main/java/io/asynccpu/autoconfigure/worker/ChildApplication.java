package io.asynccpu.autoconfigure.worker;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.autoconfigure.properties.PropertyRules;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Description, in the parent, of the start of this application, from which a child starts the same application. A singleton
 * bean of every context that a {@code SpringApplication} created.
 */
public final class ChildApplication {

    /** Name of the bean. */
    public static final String BEAN_NAME = "asynccpuChildApplication";

    private static final Duration LEAST_TIME_OF_MAIN = Duration.ofSeconds(5);

    private final @Nullable ParentMain main;
    private final SpringApplication application;
    private final ConfigurableApplicationContext context;
    private final List<String> arguments;
    private final Set<Object> sources;
    private final ParentRun run;
    private final Instant loaded = Instant.now();

    /**
     * Describes an application whose context is loaded.
     *
     * @param main null if a child cannot call one
     * @param arguments of {@code run}
     * @param run that created the context
     */
    ChildApplication(
            @Nullable ParentMain main,
            SpringApplication application,
            ConfigurableApplicationContext context,
            List<String> arguments,
            ParentRun run) {
        this.main = main;
        this.application = application;
        this.context = context;
        this.arguments = List.copyOf(arguments);
        this.run = run;
        this.sources = ParentRun.sources(application);
    }

    /**
     * What the children of a pool are told, with the environment as it is now. It holds the values of the application's own
     * property sources that cross, so it must stay off command lines and logs.
     *
     * @param role of the pool's children
     * @param sources a smaller configuration to boot instead of the whole application, with the same profiles and
     *     properties; empty for the whole
     * @param mode whether they call {@code main}
     * @param startupTimeout how long a child may take
     * @throws WorkerStartException if they must, and cannot
     */
    public ChildPlan plan(
            WorkerRole role, List<Class<?>> sources, WorkerProperties.Main mode, Duration startupTimeout) {
        boolean isWhole = sources.isEmpty();
        PropertyRules rules = role.properties();
        if (mode == WorkerProperties.Main.ALWAYS && (main == null || !isWhole)) {
            throw new WorkerStartException(
                    "Pool " + role.pool()
                            + " cannot be made: asynccpu.worker.main=always rules out a start without main, but "
                            + (isWhole
                                    ? "no main has started this application, as in a test"
                                    : "main does not run " + sources)
                            + "; \"auto\" does not",
                    null);
        }
        ApplicationParts parts = isWhole ? parts() : ApplicationParts.NONE;
        ChildSettings.Main call = main == null || !isWhole
                ? null
                : new ChildSettings.Main(
                        main.className(),
                        rules.arguments(main.arguments()),
                        run.selector(main),
                        timeOfMain(startupTimeout));
        EnvironmentCopy copy = EnvironmentCopy.of(context.getEnvironment(), rules);
        return new ChildPlan(
                settings(call, parts, isWhole ? parent(rules) : null, sources, copy, rules),
                role,
                mode,
                isWhole ? lost(parts) : List.of());
    }

    /** Settings with the pool's defaults, for a child without a role. */
    Map<String, String> settings(List<Class<?>> sources) {
        return plan(new WorkerRole("", List.of()), sources, WorkerProperties.Main.AUTO, Duration.ofMinutes(1))
                .settings();
    }

    /** Settings of the parent context, which has the same properties in the child. */
    private @Nullable ChildSettings parent(PropertyRules rules) {
        ChildApplication parent = null;
        for (ApplicationContext at = context.getParent(); at != null && parent == null; at = at.getParent()) {
            ChildApplication above = of(at);
            // Spring Cloud creates an application with only its own sources in the child, too.
            parent = above == null || above.sources.isEmpty() ? null : above;
        }
        return parent == null ? null : parent.asParent(rules);
    }

    private static @Nullable ChildApplication of(ApplicationContext context) {
        return context.containsLocalBean(BEAN_NAME) ? context.getBean(BEAN_NAME, ChildApplication.class) : null;
    }

    /** Lost parts, and the parent contexts that no application created. */
    private List<String> lost(ApplicationParts parts) {
        List<String> lost = new ArrayList<>(parts.lost());
        for (ApplicationContext at = context.getParent(); at != null; at = at.getParent()) {
            if (of(at) == null) {
                lost.add("parent context " + at.getDisplayName());
            }
        }
        return lost;
    }

    private ChildSettings asParent(PropertyRules rules) {
        return new ChildSettings(
                null,
                parts(),
                parent(rules),
                sources(Class.class::isInstance),
                sources(String.class::isInstance),
                rules.arguments(arguments),
                List.of(),
                List.of(),
                Map.of());
    }

    private ApplicationParts parts() {
        return ApplicationParts.of(application, context, main == null ? null : main.className(), arguments);
    }

    private List<String> sources(Predicate<Object> kind) {
        return sources.stream().filter(kind).map(ParentRun::name).toList();
    }

    private ChildSettings settings(
            ChildSettings.@Nullable Main call,
            ApplicationParts parts,
            @Nullable ChildSettings parent,
            List<Class<?>> instead,
            EnvironmentCopy copy,
            PropertyRules rules) {
        boolean isWhole = instead.isEmpty();
        return new ChildSettings(
                call,
                parts,
                parent,
                isWhole
                        ? sources(Class.class::isInstance)
                        : instead.stream().map(Class::getName).toList(),
                isWhole ? sources(String.class::isInstance) : List.of(),
                rules.arguments(arguments),
                List.of(context.getEnvironment().getActiveProfiles()),
                new ArrayList<>(copy.propertySources()),
                copy.properties());
    }

    /** Twice as long as here, from the start of the JVM on, since several children may start at a time. */
    private Duration timeOfMain(Duration startupTimeout) {
        Duration most = startupTimeout.dividedBy(2);
        Duration usual = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, loaded).multipliedBy(2))
                .orElse(LEAST_TIME_OF_MAIN);
        Duration time = usual.compareTo(LEAST_TIME_OF_MAIN) < 0 ? LEAST_TIME_OF_MAIN : usual;
        return time.compareTo(most) < 0 ? time : most;
    }
}
