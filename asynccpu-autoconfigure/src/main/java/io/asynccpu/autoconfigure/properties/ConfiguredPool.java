package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.WorkerStartException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/** Properties of one pool: its own, else those of the top level. */
public final class ConfiguredPool {

    private final PoolKeys keys;
    private final PoolProperties properties = new PoolProperties();
    private final ShutdownPhase phase;
    private final List<PropertyFault> unreadable = new ArrayList<>();

    private ConfiguredPool(PoolKeys keys) {
        this.keys = keys;
        Environment environment = keys.environment();
        this.phase = ShutdownPhase.of(environment);
        Binder binder = Binder.get(environment);
        BindHandler handler = new ArgumentsBinding(new FaultCollector(), environment);
        for (ConfigurationPropertyName root : List.of(PoolKeys.ROOT, keys.ownRoot())) {
            // The binder would ask for each key of the pool, in each source, to find that none is set.
            if (keys.mayBeSetBelow(root)) {
                binder.bind(root, Bindable.ofInstance(properties), handler);
            }
        }
    }

    /** Names of all pools, the default one first. */
    public static Set<String> names(Environment environment) {
        Map<String, String> spellings = new LinkedHashMap<>();
        spellings.put(AsyncCpuProperties.DEFAULT_POOL, AsyncCpuProperties.DEFAULT_POOL);
        // The name in an environment variable has neither case nor dashes; the spelling in a file is the better one.
        Binder.get(environment)
                .bind(PoolKeys.POOLS, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet()
                .forEach(name -> spellings.merge(uniform(name), name, ConfiguredPool::richer));
        return new LinkedHashSet<>(spellings.values());
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static String richer(String first, String second) {
        return first.equals(uniform(first)) ? second : first;
    }

    public static ConfiguredPool of(String name, Environment environment) {
        return new ConfiguredPool(new PoolKeys(name, environment));
    }

    /** Whether any pool may have a value that is not the default. */
    public static boolean isAnySet(Environment environment) {
        return PoolKeys.mayBeSet(environment);
    }

    /**
     * Checks all properties of all pools.
     *
     * @throws InvalidPoolPropertyException with all values that cannot be used
     */
    public static void check(Environment environment) {
        if (!isAnySet(environment)) {
            // The defaults have no faults.
            return;
        }
        // A set, as all pools inherit the fault of a key of the top level.
        Set<PropertyFault> faults = new LinkedHashSet<>();
        names(environment)
                .forEach(name -> faults.addAll(of(name, environment).applyTo(ProcessTaskPoolExecutor.builder())));
        if (!faults.isEmpty()) {
            throw new InvalidPoolPropertyException(faults);
        }
    }

    /**
     * Creates a builder that has the properties of the pool.
     *
     * @throws InvalidPoolPropertyException with all values that cannot be used
     */
    public ProcessTaskPoolExecutorBuilder builder() {
        ProcessTaskPoolExecutorBuilder builder = ProcessTaskPoolExecutor.builder();
        List<PropertyFault> faults = applyTo(builder);
        if (!faults.isEmpty()) {
            throw new InvalidPoolPropertyException(faults);
        }
        return builder;
    }

    private List<PropertyFault> applyTo(ProcessTaskPoolExecutorBuilder builder) {
        BuilderMapper mapper = new BuilderMapper(keys, unreadable);
        try {
            builder.name(keys.pool());
        } catch (IllegalArgumentException e) {
            mapper.add(keys.fault(keys.pool(), String.valueOf(e.getMessage())));
        }
        properties.applyTo(builder, mapper, phase);
        return mapper.faults();
    }

    /**
     * The exception for settings that the builder refuses together, with the key of the one of them with which the builder's message
     * begins.
     */
    public RuntimeException refused(IllegalArgumentException failure) {
        String message = String.valueOf(failure.getMessage());
        String setting = message.split(" ", 2)[0];
        PropertyFault fault;
        if (BeanUtils.getPropertyDescriptor(PoolProperties.class, setting) != null) {
            fault = keys.fault(DataObjectPropertyName.toDashedForm(setting), "", message);
        } else if (BeanUtils.getPropertyDescriptor(WorkerProperties.class, setting) != null) {
            fault = keys.fault("worker." + DataObjectPropertyName.toDashedForm(setting), "", message);
        } else {
            fault = keys.fault("", message);
        }
        RuntimeException refused = new InvalidPoolPropertyException(List.of(fault));
        refused.initCause(failure);
        return refused;
    }

    /** The exception for a pool from which no worker can be started, with the key of its wall if that is the reason. */
    public WorkerStartException failed(WorkerStartException failure) {
        return String.valueOf(failure.getMessage()).contains(SandboxProperties.MODE)
                ? new UnavailableSandboxException(keys.key(SandboxProperties.MODE), failure)
                : failure;
    }

    public PoolProperties properties() {
        return properties;
    }

    /**
     * Full key of a property: the pool's own where it is set, else that of the top level.
     *
     * @param suffix such as {@code worker.max-heap}
     */
    public String key(String suffix) {
        return keys.key(suffix);
    }

    /** Full key for a value of this pool alone; the top level's for the default pool. */
    public String ownKey(String suffix) {
        return (keys.pool().equals(AsyncCpuProperties.DEFAULT_POOL) ? PoolKeys.ROOT : keys.ownRoot())
                .append(suffix)
                .toString();
    }

    /** Continues after a value that cannot be read, to find all of them. */
    private final class FaultCollector implements BindHandler {

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName key, Bindable<?> target, BindContext context, Exception error) {
            // A list fails once more after an element that could not be read, as it lacks that element.
            boolean known =
                    unreadable.stream().anyMatch(fault -> key.isAncestorOf(ConfigurationPropertyName.of(fault.key())));
            if (!known) {
                unreadable.add(UnreadableProperty.fault(key, context.getConfigurationProperty(), target, error));
            }
            return null;
        }
    }
}
