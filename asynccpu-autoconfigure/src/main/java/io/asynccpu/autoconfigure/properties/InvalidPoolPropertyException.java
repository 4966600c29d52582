package io.asynccpu.autoconfigure.properties;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Exception for keys under {@code asynccpu} whose values cannot be used. */
class InvalidPoolPropertyException extends RuntimeException {

    private final transient List<PropertyFault> faults;

    InvalidPoolPropertyException(Collection<PropertyFault> faults) {
        super(faults.stream().map(PropertyFault::toString).collect(Collectors.joining(" ")));
        this.faults = List.copyOf(faults);
    }

    List<PropertyFault> faults() {
        return faults;
    }
}
