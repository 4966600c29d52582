package io.asynccpu.autoconfigure.properties;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

/** Full keys of one pool's properties: the pool's own key where it is set, else the key of the top level. */
record PoolKeys(String pool, Environment environment) {

    static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("asynccpu");
    static final ConfigurationPropertyName POOLS = ROOT.append("pools");

    /** @param suffix such as {@code worker.max-heap} */
    String key(String suffix) {
        ConfigurationPropertyName own = ownRoot().append(suffix);
        return (isSet(own) ? own : ROOT.append(suffix)).toString();
    }

    /** @param value for a key that is not set as one value but below itself, or not at all */
    PropertyFault fault(String suffix, String value, String rule) {
        ConfigurationProperty property = find(ConfigurationPropertyName.of(key(suffix)));
        return property == null ? new PropertyFault(key(suffix), value, null, rule) : PropertyFault.of(property, rule);
    }

    /** A fault of the pool as a whole. */
    PropertyFault fault(String value, String rule) {
        return new PropertyFault(ownRoot().toString(), value, null, rule);
    }

    ConfigurationPropertyName ownRoot() {
        boolean plain = ConfigurationPropertyName.isValid("a." + pool) && pool.indexOf('.') < 0;
        return POOLS.append(plain ? pool : "[" + pool + "]");
    }

    /** Whether any pool may have a value that is not the default. */
    static boolean mayBeSet(Environment environment) {
        return new PoolKeys(AsyncCpuProperties.DEFAULT_POOL, environment).mayBeSetBelow(ROOT);
    }

    boolean mayBeSetBelow(ConfigurationPropertyName root) {
        return sources().anyMatch(source -> source.containsDescendantOf(root) != ConfigurationPropertyState.ABSENT);
    }

    boolean isSet(String suffix) {
        return isSet(ownRoot().append(suffix)) || isSet(ROOT.append(suffix));
    }

    /** Without reading the value, as a value that cannot be read has a key, too. */
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
}
