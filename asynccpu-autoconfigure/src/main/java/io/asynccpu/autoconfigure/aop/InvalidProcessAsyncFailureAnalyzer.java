package io.asynccpu.autoconfigure.aop;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzer that lists all faulty methods at once. */
class InvalidProcessAsyncFailureAnalyzer extends AbstractFailureAnalyzer<InvalidProcessAsyncException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidProcessAsyncException cause) {
        return new FailureAnalysis(
                "Methods with @ProcessAsync cannot run in a child JVM:\n\n  - " + String.join("\n  - ", cause.faults()),
                cause.remedy(),
                cause);
    }
}
