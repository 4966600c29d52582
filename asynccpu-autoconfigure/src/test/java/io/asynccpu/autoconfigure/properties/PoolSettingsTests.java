package io.asynccpu.autoconfigure.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

class PoolSettingsTests {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void aNamedPoolInheritsKeyByKey() {
        environment
                .withProperty("asynccpu.max-workers", "7")
                .withProperty("asynccpu.timeout", "30s")
                .withProperty("asynccpu.worker.max-heap", "64MB")
                .withProperty("asynccpu.worker.environment.A", "1")
                .withProperty("asynccpu.pools.images.timeout", "5s")
                .withProperty("asynccpu.pools.images.worker.environment.B", "2");
        PoolProperties images = PoolSettings.of("images", environment).properties();
        assertThat(images.getMaxWorkers()).isEqualTo(7);
        assertThat(images.getTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(images.getWorker().getMaxHeap()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(images.getWorker().getEnvironment()).containsEntry("A", "1").containsEntry("B", "2");
    }

    @Test
    void poolsDoNotInheritFromEachOther() {
        environment.withProperty("asynccpu.pools.a.max-workers", "3").withProperty("asynccpu.pools.b.timeout", "1s");
        assertThat(PoolSettings.of("b", environment).properties().getMaxWorkers())
                .isNull();
        assertThat(PoolSettings.of("default", environment).properties().getTimeout())
                .isNull();
    }

    @Test
    void theDefaultPoolIsAlwaysThereAndMayHaveKeysOfItsOwn() {
        environment
                .withProperty("asynccpu.pools.default.max-workers", "2")
                .withProperty("asynccpu.pools.other.max-workers", "3");
        assertThat(PoolSettings.names(environment)).containsExactly("default", "other");
        assertThat(PoolSettings.of("default", environment).properties().getMaxWorkers())
                .isEqualTo(2);
    }

    @Test
    void aKeyIsNamedWhereItStands() {
        environment.withProperty("asynccpu.timeout", "1s").withProperty("asynccpu.pools.a.max-workers", "1");
        PoolSettings settings = PoolSettings.of("a", environment);
        assertThat(settings.key("timeout")).isEqualTo("asynccpu.timeout");
        assertThat(settings.key("max-workers")).isEqualTo("asynccpu.pools.a.max-workers");
    }
}
