package io.asynccpu.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes values of properties to a builder and collects the faults of those that it refuses. The setters are lambdas, as in a method
 * reference javac 17 would name the class that declares the method, which is the core's own, instead of the builder.
 */
final class BuilderMapper {

    private final PoolKeys keys;
    private final List<PropertyFault> faults;

    /** @param unreadable faults that are known already */
    BuilderMapper(PoolKeys keys, List<PropertyFault> unreadable) {
        this.keys = keys;
        this.faults = new ArrayList<>(unreadable);
    }

    /** @param value null is left to the builder */
    <T> void set(String suffix, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            faults.add(keys.fault(suffix, value.toString(), String.valueOf(e.getMessage())));
        }
    }

    void add(PropertyFault fault) {
        faults.add(fault);
    }

    /** Whether the pool has a value for the key, or for one below it, its own or that of the top level. */
    boolean isSet(String suffix) {
        return keys.isSet(suffix);
    }

    String key(String suffix) {
        return keys.key(suffix);
    }

    List<PropertyFault> faults() {
        return faults;
    }
}
