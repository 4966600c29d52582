package io.asynccpu.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** All keys under {@code asynccpu}. Those of a pool stand at the top level, too, as the defaults of every pool. */
@ConfigurationProperties("asynccpu")
public class AsyncCpuProperties extends PoolProperties {

    /** Name of the pool that always exists. */
    public static final String DEFAULT_POOL = "default";

    /** Whether process pools and "@ProcessAsync" are set up; without, annotated methods run where they are called. */
    private boolean enabled = true;

    /**
     * Keys of Micrometer's "ThreadLocalAccessor"s whose values go along with tasks: strings, numbers, booleans, enums, and
     * whatever a "TaskContextConverter" bean turns into text.
     */
    private List<String> contextKeys = List.of();

    /** Whether the caller's Spring Security "Authentication" goes along with tasks; it must be serializable. */
    private boolean propagateSecurityContext;

    /** Named pools; a key that is not set here takes its value from the top level. */
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
