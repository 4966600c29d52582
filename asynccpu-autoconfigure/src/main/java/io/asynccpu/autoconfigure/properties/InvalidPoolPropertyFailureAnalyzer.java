package io.asynccpu.autoconfigure.properties;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzer that names the keys of all values that cannot be used. */
class InvalidPoolPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPoolPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPoolPropertyException cause) {
        return new FailureAnalysis(
                cause.faults().stream().map(PropertyFault::toString).collect(Collectors.joining("\n")),
                cause.faults().stream()
                        .map(PropertyFault::key)
                        .distinct()
                        .collect(Collectors.joining("', '", "Change the value of '", "'.")),
                cause);
    }
}
