package io.asynccpu.autoconfigure.properties;

import io.asynccpu.api.WorkerStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Analyzer for an application from which no child JVM can be started at all. */
class WorkerStartFailureAnalyzer extends AbstractFailureAnalyzer<WorkerStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WorkerStartException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Start the application in a form from which it can start child JVMs, or set 'asynccpu.enabled=false':"
                        + " then @ProcessAsync methods run in the calling thread.",
                cause);
    }
}
