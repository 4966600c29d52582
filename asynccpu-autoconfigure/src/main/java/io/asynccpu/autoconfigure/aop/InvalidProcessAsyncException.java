package io.asynccpu.autoconfigure.aop;

import java.util.List;

/** Methods with {@code @ProcessAsync} that can never work. */
class InvalidProcessAsyncException extends RuntimeException {

    private final List<String> faults;

    InvalidProcessAsyncException(List<String> faults) {
        super("@ProcessAsync cannot work: " + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
