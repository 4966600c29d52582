package io.asynccpu.autoconfigure.aop;

import java.util.List;

/** Exception for methods with {@code @ProcessAsync} that can never work. */
class InvalidProcessAsyncException extends RuntimeException {

    private final List<String> faults;
    private final String remedy;

    InvalidProcessAsyncException(List<String> faults) {
        this(faults, "Change each of these methods, or take @ProcessAsync off it.");
    }

    InvalidProcessAsyncException(List<String> faults, String remedy) {
        super("@ProcessAsync cannot work: " + String.join("; ", faults) + ". " + remedy);
        this.faults = List.copyOf(faults);
        this.remedy = remedy;
    }

    List<String> faults() {
        return faults;
    }

    String remedy() {
        return remedy;
    }
}
