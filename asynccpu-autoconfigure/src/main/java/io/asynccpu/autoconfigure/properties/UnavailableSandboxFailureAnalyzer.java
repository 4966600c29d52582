package io.asynccpu.autoconfigure.properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzer for a pool whose wall this system cannot put up. */
class UnavailableSandboxFailureAnalyzer extends AbstractFailureAnalyzer<UnavailableSandboxException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnavailableSandboxException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Give the system what the description says is missing. Only for input that is to be trusted, set '"
                        + cause.key() + "' to 'none': then the workers have no wall.",
                cause);
    }
}
