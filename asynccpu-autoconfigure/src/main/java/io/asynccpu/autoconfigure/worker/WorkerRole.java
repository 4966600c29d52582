package io.asynccpu.autoconfigure.worker;

import io.asynccpu.autoconfigure.properties.PropertyRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings for {@link SpringWorkerRuntime} that differ between pools.
 *
 * @param pool its name
 * @param lifecycleBeans names of the lifecycle beans that run in the child
 * @param properties which of the parent's properties the child has
 */
public record WorkerRole(String pool, List<String> lifecycleBeans, PropertyRules properties) {

    private static final String POOL = "pool";
    private static final String LIFECYCLE_BEANS = "lifecycle-beans";
    private static final String PROPERTY_RULES = "property-rules";
    private static final String VARIABLES = "variables";
    private static final String WALLED = "walled";
    private static final String VARIABLE_PREFIX = "variable-prefix";

    public WorkerRole {
        lifecycleBeans = List.copyOf(lifecycleBeans);
    }

    /** A role for a child that has all properties. */
    WorkerRole(String pool, List<String> lifecycleBeans) {
        this(pool, lifecycleBeans, PropertyRules.ALL);
    }

    /** Settings to be added to those of {@link ChildApplication#settings}. */
    public Map<String, String> settings() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(POOL, pool);
        FlatSettings.put(map, LIFECYCLE_BEANS, lifecycleBeans);
        FlatSettings.put(map, PROPERTY_RULES, properties.rules());
        FlatSettings.put(map, VARIABLES, properties.ownVariables());
        map.put(WALLED, Boolean.toString(properties.isWalled()));
        map.put(VARIABLE_PREFIX, properties.variablePrefix());
        return map;
    }

    /** Role of an application that the child runs besides its parent's. */
    WorkerRole withoutLifecycleBeans() {
        return new WorkerRole(pool, List.of(), properties);
    }

    static WorkerRole fromMap(Map<String, String> map) {
        return new WorkerRole(
                map.getOrDefault(POOL, ""),
                FlatSettings.list(map, LIFECYCLE_BEANS),
                new PropertyRules(
                        FlatSettings.list(map, PROPERTY_RULES),
                        FlatSettings.list(map, VARIABLES),
                        Boolean.parseBoolean(map.get(WALLED)),
                        map.getOrDefault(VARIABLE_PREFIX, "")));
    }
}
