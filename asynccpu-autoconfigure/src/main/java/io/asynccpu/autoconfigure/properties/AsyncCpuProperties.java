package io.asynccpu.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** All keys under {@code asynccpu}. Those of a pool stand at the top level, too, as the defaults of every pool. */
@ConfigurationProperties("asynccpu")
public class AsyncCpuProperties extends PoolProperties {

    /** Name of the pool that always exists. */
    public static final String DEFAULT_POOL = "default";

    /** Whether process pools and "@ProcessAsync" are set up; without, annotated methods run where they are called. */
    private boolean enabled = true;

    /** Named pools; a key that is not set here takes its value from the top level. */
    private final Map<String, PoolProperties> pools = new LinkedHashMap<>();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Map<String, PoolProperties> getPools() {
        return pools;
    }
}
