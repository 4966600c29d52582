package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

/** The keys of one pool as they stand in the configuration, its own over those of the top level. */
public final class PoolSettings {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("asynccpu");
    private static final ConfigurationPropertyName POOLS = ROOT.append("pools");

    private final String name;
    private final Environment environment;
    private final PoolProperties properties = new PoolProperties();
    private final List<PropertyFault> unreadable = new ArrayList<>();

    private PoolSettings(String name, Environment environment) {
        this.name = name;
        this.environment = environment;
        Binder binder = Binder.get(environment);
        BindHandler handler = new ArgumentsBinding(new NotesFaults(), environment);
        binder.bind(ROOT, Bindable.ofInstance(properties), handler);
        binder.bind(ownRoot(), Bindable.ofInstance(properties), handler);
    }

    /** Names of all pools, the default one first. */
    public static Set<String> names(Environment environment) {
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put(AsyncCpuProperties.DEFAULT_POOL, AsyncCpuProperties.DEFAULT_POOL);
        // An environment variable shows a name without case and dashes; then the spelling of a file is the better one.
        Binder.get(environment)
                .bind(POOLS, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet()
                .forEach(name -> spellings.merge(uniform(name), name, PoolSettings::richer));
        return new LinkedHashSet<>(spellings.values());
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String richer(String first, String second) {
        return first.equals(uniform(first)) ? second : first;
    }

    /** Reads the keys of the pool. */
    public static PoolSettings of(String name, Environment environment) {
        return new PoolSettings(name, environment);
    }

    /**
     * Looks at all keys of all pools.
     *
     * @throws InvalidPoolPropertyException with every value that cannot be used
     */
    public static void check(Environment environment) {
        // An inherited fault is that of one key, however many pools have it.
        Set<PropertyFault> faults = new LinkedHashSet<>();
        names(environment).forEach(name -> faults.addAll(new PoolAssembly(of(name, environment)).faults()));
        if (!faults.isEmpty()) {
            throw new InvalidPoolPropertyException(faults);
        }
    }

    /**
     * A builder with all that is set.
     *
     * @throws InvalidPoolPropertyException with every value that cannot be used
     */
    public ProcessTaskPoolExecutorBuilder builder() {
        return new PoolAssembly(this).builder();
    }

    /** For settings that the builder refuses together; its message begins with the name of one of them. */
    public RuntimeException refused(IllegalArgumentException failure) {
        String message = String.valueOf(failure.getMessage());
        String setting = message.split(" ", 2)[0];
        PropertyFault fault;
        if (BeanUtils.getPropertyDescriptor(PoolProperties.class, setting) != null) {
            fault = fault(DataObjectPropertyName.toDashedForm(setting), "", message);
        } else if (BeanUtils.getPropertyDescriptor(WorkerProperties.class, setting) != null) {
            fault = fault("worker." + DataObjectPropertyName.toDashedForm(setting), "", message);
        } else {
            fault = new PropertyFault(ownRoot().toString(), "", null, message);
        }
        RuntimeException refused = new InvalidPoolPropertyException(List.of(fault));
        refused.initCause(failure);
        return refused;
    }

    public PoolProperties properties() {
        return properties;
    }

    /** The key as it stands in the configuration: the pool's own if it is set there, else that of the top level. */
    public String key(String suffix) {
        ConfigurationPropertyName own = ownRoot().append(suffix);
        return (isSet(own) ? own : ROOT.append(suffix)).toString();
    }

    String name() {
        return name;
    }

    Environment environment() {
        return environment;
    }

    List<PropertyFault> unreadable() {
        return unreadable;
    }

    /** @param value for a key that is not set as one value but below itself, or not at all */
    PropertyFault fault(String suffix, String value, String rule) {
        ConfigurationProperty property = find(ConfigurationPropertyName.of(key(suffix)));
        return property == null ? new PropertyFault(key(suffix), value, null, rule) : PropertyFault.of(property, rule);
    }

    PropertyFault faultyName(String rule) {
        return new PropertyFault(ownRoot().toString(), name, null, rule);
    }

    private ConfigurationPropertyName ownRoot() {
        boolean plain = ConfigurationPropertyName.isValid("a." + name) && name.indexOf('.') < 0;
        return POOLS.append(plain ? name : "[" + name + "]");
    }

    /** Without reading it, since what cannot be read has a key, too. */
    private boolean isSet(ConfigurationPropertyName key) {
        return find(key) != null
                || sources().anyMatch(source -> source.containsDescendantOf(key) == ConfigurationPropertyState.PRESENT);
    }

    private @Nullable ConfigurationProperty find(ConfigurationPropertyName key) {
        return sources()
                .flatMap(source -> Stream.ofNullable(source.getConfigurationProperty(key)))
                .findFirst()
                .orElse(null);
    }

    private Stream<ConfigurationPropertySource> sources() {
        return StreamSupport.stream(
                ConfigurationPropertySources.get(environment).spliterator(), false);
    }

    /** Goes on after a value that cannot be read, to find the next one. */
    private final class NotesFaults implements BindHandler {

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName key, Bindable<?> target, BindContext context, Exception error) {
            // A list whose element could not be read fails once more itself, as it then lacks it.
            boolean known =
                    unreadable.stream().anyMatch(fault -> key.isAncestorOf(ConfigurationPropertyName.of(fault.key())));
            if (!known) {
                unreadable.add(UnreadableProperty.fault(key, context.getConfigurationProperty(), target, error));
            }
            return null;
        }
    }
}
