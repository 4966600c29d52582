package io.asynccpu.autoconfigure.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings for {@link SpringWorkerRuntime} that differ between pools.
 *
 * @param pool its name
 * @param lifecycleBeans names of the lifecycle beans that run in the child
 */
public record WorkerRole(String pool, List<String> lifecycleBeans) {

    private static final String POOL = "pool";
    private static final String LIFECYCLE_BEANS = "lifecycle-beans";

    public WorkerRole {
        lifecycleBeans = List.copyOf(lifecycleBeans);
    }

    /** Settings to be added to those of {@link ChildApplication#settings}. */
    public Map<String, String> settings() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(POOL, pool);
        FlatSettings.put(map, LIFECYCLE_BEANS, lifecycleBeans);
        return map;
    }

    /** Role of an application that the child runs besides its parent's. */
    WorkerRole withoutLifecycleBeans() {
        return new WorkerRole(pool, List.of());
    }

    static WorkerRole fromMap(Map<String, String> map) {
        return new WorkerRole(map.getOrDefault(POOL, ""), FlatSettings.list(map, LIFECYCLE_BEANS));
    }
}
