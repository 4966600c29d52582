package io.asynccpu.autoconfigure.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * In the parent: how this application was started, so that a child can start the same one. A singleton bean of every
 * context that a {@code SpringApplication} made.
 */
public final class ChildApplication {

    /** Name of the bean. */
    public static final String BEAN_NAME = "asynccpuChildApplication";

    private final @Nullable String mainClass;
    private final List<String> sourceClasses;
    private final List<String> sourceNames;
    private final List<String> arguments;
    private final ConfigurableEnvironment environment;

    ChildApplication(
            @Nullable String mainClass,
            List<String> sourceClasses,
            List<String> sourceNames,
            List<String> arguments,
            ConfigurableEnvironment environment) {
        this.mainClass = mainClass;
        this.sourceClasses = List.copyOf(sourceClasses);
        this.sourceNames = List.copyOf(sourceNames);
        this.arguments = List.copyOf(arguments);
        this.environment = environment;
    }

    /**
     * The settings for {@link SpringWorkerRuntime}, with the environment as it is now. They hold every value of the
     * application's own property sources, so they must stay off command lines and logs.
     *
     * @param sources a smaller configuration to boot instead of the whole application, with the same profiles and
     *     properties; empty for the whole
     */
    public Map<String, String> settings(List<Class<?>> sources) {
        boolean whole = sources.isEmpty();
        EnvironmentCopy copy = EnvironmentCopy.of(environment);
        return new ChildSettings(
                        whole ? mainClass : null,
                        whole
                                ? sourceClasses
                                : sources.stream().map(Class::getName).toList(),
                        whole ? sourceNames : List.of(),
                        arguments,
                        List.of(environment.getActiveProfiles()),
                        new ArrayList<>(copy.propertySources()),
                        copy.properties())
                .toMap();
    }
}
