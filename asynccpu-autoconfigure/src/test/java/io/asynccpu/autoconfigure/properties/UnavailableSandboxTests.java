package io.asynccpu.autoconfigure.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.WorkerStartException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

class UnavailableSandboxTests {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void theFailureAnalysisNamesTheKeyWhereItStands() {
        environment.withProperty("asynccpu.pools.images.worker.sandbox.mode", "bubblewrap");
        WorkerStartException failure = new WorkerStartException("No wall (worker.sandbox.mode is bubblewrap)", null);

        WorkerStartException failed = ConfiguredPool.of("images", environment).failed(failure);
        FailureAnalysis analysis = new UnavailableSandboxFailureAnalyzer().analyze(failed);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription())
                .isEqualTo("No wall (asynccpu.pools.images.worker.sandbox.mode is bubblewrap)");
        assertThat(analysis.getAction()).contains("'asynccpu.pools.images.worker.sandbox.mode' to 'none'");
    }

    @Test
    void anotherFailureStaysAsItIs() {
        WorkerStartException failure = new WorkerStartException("no class path", null);

        assertThat(ConfiguredPool.of("images", environment).failed(failure)).isSameAs(failure);
    }
}
