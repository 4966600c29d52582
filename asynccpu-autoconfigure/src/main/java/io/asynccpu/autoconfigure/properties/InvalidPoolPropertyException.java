package io.asynccpu.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/** A key under {@code asynccpu} has a value that cannot be used. */
class InvalidPoolPropertyException extends RuntimeException {

    private final String key;
    private final @Nullable Object value;
    private final String rule;

    InvalidPoolPropertyException(String key, @Nullable Object value, String rule) {
        super("The property " + key + " is " + value + ": " + rule);
        this.key = key;
        this.value = value;
        this.rule = rule;
    }

    String key() {
        return key;
    }

    @Nullable
    Object value() {
        return value;
    }

    String rule() {
        return rule;
    }
}
