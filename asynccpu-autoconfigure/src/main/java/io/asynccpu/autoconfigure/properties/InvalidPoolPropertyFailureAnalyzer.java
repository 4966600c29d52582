package io.asynccpu.autoconfigure.properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the key of a value that a pool cannot use. */
class InvalidPoolPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPoolPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPoolPropertyException cause) {
        return new FailureAnalysis(
                "The property '" + cause.key() + "' has the value '" + cause.value() + "', which a process pool cannot"
                        + " use: " + cause.rule() + ".",
                "Change the value of '" + cause.key() + "'.",
                cause);
    }
}
