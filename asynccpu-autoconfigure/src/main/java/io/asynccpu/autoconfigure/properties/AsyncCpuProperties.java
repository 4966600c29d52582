package io.asynccpu.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Properties under {@code asynccpu}. Those of a pool are the defaults of every pool. */
@ConfigurationProperties("asynccpu")
public class AsyncCpuProperties extends PoolProperties {

    /** Name of the pool that always exists. */
    public static final String DEFAULT_POOL = "default";

    /** Whether process pools and "@ProcessAsync" are set up. Otherwise annotated methods run in the calling thread. */
    private boolean enabled = true;

    /**
     * Keys of Micrometer's "ThreadLocalAccessor"s whose values cross with the tasks of all pools: strings, numbers, booleans,
     * enums, and values that a "TaskContextConverter" bean turns into text.
     */
    private List<String> contextKeys = List.of();

    /** Whether the caller's Spring Security "Authentication" crosses with the tasks of all pools; it must be serializable. */
    private boolean propagateSecurityContext;

    /** Properties of named pools. A key that is not set here has its value from the top level. */
    private final Map<String, PoolProperties> pools = new LinkedHashMap<>();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public List<String> getContextKeys() {
        return contextKeys;
    }

    public void setContextKeys(List<String> contextKeys) {
        this.contextKeys = contextKeys;
    }

    public boolean isPropagateSecurityContext() {
        return propagateSecurityContext;
    }

    public void setPropagateSecurityContext(boolean propagateSecurityContext) {
        this.propagateSecurityContext = propagateSecurityContext;
    }

    public Map<String, PoolProperties> getPools() {
        return pools;
    }
}
