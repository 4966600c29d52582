package io.asynccpu.autoconfigure.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.Sandbox;
import io.asynccpu.api.StartupCache;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;

class ConfiguredPoolTests {

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
        PoolProperties images = ConfiguredPool.of("images", environment).properties();
        assertThat(images.getMaxWorkers()).isEqualTo(7);
        assertThat(images.getTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(images.getWorker().getMaxHeap()).isEqualTo(DataSize.ofMegabytes(64));
        assertThat(images.getWorker().getEnvironment()).containsEntry("A", "1").containsEntry("B", "2");
    }

    @Test
    void aSandboxIsInheritedKeyByKey() {
        environment
                .withProperty("asynccpu.worker.sandbox.read", "/srv/a,/srv/b")
                .withProperty("asynccpu.worker.sandbox.tmp-size", "64MB")
                .withProperty("asynccpu.worker.sandbox.max-processes", "0")
                .withProperty("asynccpu.pools.images.worker.sandbox.mode", "bubblewrap")
                .withProperty("asynccpu.pools.images.worker.sandbox.tmp-size", "32MB")
                .withProperty("asynccpu.pools.images.worker.sandbox.write", "/srv/c")
                .withProperty("asynccpu.pools.images.worker.sandbox.environment", "ACME_A,ACME_B")
                .withProperty("asynccpu.pools.images.worker.sandbox.max-file-size", "5MB")
                .withProperty("asynccpu.pools.images.worker.sandbox.max-core-size", "6MB")
                .withProperty("asynccpu.pools.images.worker.sandbox.max-open-files", "700")
                .withProperty("asynccpu.pools.images.worker.sandbox.network", "true");
        assertThat(built("images"))
                .containsEntry(
                        "sandbox",
                        Sandbox.bubblewrap()
                                .network(true)
                                .read(Path.of("/srv/a"), Path.of("/srv/b"))
                                .write(Path.of("/srv/c"))
                                .tmpSize(32 << 20)
                                .environment("ACME_A", "ACME_B")
                                .maxProcesses(0)
                                .maxOpenFiles(700)
                                .maxFileSize(5 << 20)
                                .maxCoreSize(6 << 20)
                                .build());
        assertThat(built("default")).containsEntry("sandbox", Sandbox.NONE);
    }

    /** As the core has them in its system properties, which are properties of the application, too. */
    @Test
    void pathsOfASandboxMayBeSeparatedAsOnAClassPath() {
        environment
                .withProperty("asynccpu.worker.sandbox.mode", "bubblewrap")
                .withProperty("asynccpu.worker.sandbox.read", "/srv/a" + File.pathSeparator + "/srv/b");
        assertThat(built("default"))
                .containsEntry(
                        "sandbox",
                        Sandbox.bubblewrap()
                                .read(Path.of("/srv/a"), Path.of("/srv/b"))
                                .build());
    }

    /** It may be a system property, for pools that say nothing. */
    @Test
    void withoutAKeyTheWallIsLeftToTheBuilder() {
        environment.withProperty("asynccpu.max-workers", "7");
        assertThat(built("default")).containsEntry("sandbox", null);
        environment.withProperty("asynccpu.worker.sandbox.mode", "none");
        assertThat(built("default")).containsEntry("sandbox", Sandbox.NONE);
    }

    @Test
    void whetherMainIsCalledIsEachPoolsOwn() {
        environment
                .withProperty("asynccpu.worker.main", "never")
                .withProperty("asynccpu.pools.images.worker.main", "always");
        assertThat(main("images")).isEqualTo(WorkerProperties.Main.ALWAYS);
        assertThat(main("default")).isEqualTo(WorkerProperties.Main.NEVER);
        assertThat(new WorkerProperties().getMain()).isEqualTo(WorkerProperties.Main.AUTO);
    }

    private WorkerProperties.Main main(String pool) {
        return ConfiguredPool.of(pool, environment).properties().getWorker().getMain();
    }

    @Test
    void poolsDoNotInheritFromEachOther() {
        environment.withProperty("asynccpu.pools.a.max-workers", "3").withProperty("asynccpu.pools.b.timeout", "1s");
        assertThat(ConfiguredPool.of("b", environment).properties().getMaxWorkers())
                .isNull();
        assertThat(ConfiguredPool.of("default", environment).properties().getTimeout())
                .isNull();
    }

    @Test
    void theDefaultPoolIsAlwaysThereAndMayHaveKeysOfItsOwn() {
        environment
                .withProperty("asynccpu.pools.default.max-workers", "2")
                .withProperty("asynccpu.pools.other.max-workers", "3");
        assertThat(ConfiguredPool.names(environment)).containsExactly("default", "other");
        assertThat(ConfiguredPool.of("default", environment).properties().getMaxWorkers())
                .isEqualTo(2);
    }

    @Test
    void aKeyIsNamedWhereItStands() {
        environment
                .withProperty("asynccpu.timeout", "1s")
                .withProperty("asynccpu.pools.a.max-workers", "1")
                .withProperty("asynccpu.pools.a.queue-timeout", "${there.is.none}")
                .withProperty("asynccpu.pools.a.worker.jvm-args[0]", "-ea")
                .withProperty("asynccpu.pools.a.worker.environment.A", "1");
        ConfiguredPool settings = ConfiguredPool.of("a", environment);
        assertThat(settings.key("timeout")).isEqualTo("asynccpu.timeout");
        assertThat(settings.key("max-workers")).isEqualTo("asynccpu.pools.a.max-workers");
        assertThat(settings.key("queue-timeout")).isEqualTo("asynccpu.pools.a.queue-timeout");
        assertThat(settings.key("worker.jvm-args")).isEqualTo("asynccpu.pools.a.worker.jvm-args");
        assertThat(settings.key("worker.environment")).isEqualTo("asynccpu.pools.a.worker.environment");
        assertThat(settings.key("worker.sources")).isEqualTo("asynccpu.worker.sources");
        assertThatThrownBy(settings::builder)
                .hasMessageContaining("'asynccpu.pools.a.queue-timeout' has the value '${there.is.none}'");
    }

    @Test
    void aNameFromAnEnvironmentVariableIsThatOfTheFile() {
        environment
                .withProperty("asynccpu.pools.fast-images.max-workers", "2")
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of("ASYNCCPU_POOLS_FASTIMAGES_TIMEOUT", "3s")));
        assertThat(ConfiguredPool.names(environment)).containsExactly("default", "fast-images");
        PoolProperties images = ConfiguredPool.of("fast-images", environment).properties();
        assertThat(images.getMaxWorkers()).isEqualTo(2);
        assertThat(images.getTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void everySettingReachesTheBuilder() {
        environment
                .withProperty("asynccpu.max-workers", "9")
                .withProperty("asynccpu.min-workers", "2")
                .withProperty("asynccpu.spare-workers", "3")
                .withProperty("asynccpu.memory-budget", "4GB")
                .withProperty("asynccpu.max-tasks-per-worker", "5")
                .withProperty("asynccpu.max-worker-memory", "6MB")
                .withProperty("asynccpu.idle-timeout", "7s")
                .withProperty("asynccpu.retry-delay", "8s")
                .withProperty("asynccpu.stack-timeout", "9s")
                .withProperty("asynccpu.pools.p.neighbor-grace-period", "10s")
                .withProperty("asynccpu.pools.p.kill-grace-period", "11s")
                .withProperty("asynccpu.pools.p.silence-timeout", "12s")
                .withProperty("asynccpu.pools.p.worker.startup-cache", "archives")
                .withProperty("asynccpu.pools.p.worker.crash-reports", "crashes");
        assertThat(built("p"))
                .containsEntry("maxWorkers", 9)
                .containsEntry("minWorkers", 2)
                .containsEntry("spareWorkers", 3)
                .containsEntry("memoryBudget", 4L << 30)
                .containsEntry("maxTasksPerWorker", 5)
                .containsEntry("maxWorkerMemory", 6L << 20)
                .containsEntry("idleTimeout", Duration.ofSeconds(7))
                .containsEntry("retryDelay", Duration.ofSeconds(8))
                .containsEntry("stackTimeout", Duration.ofSeconds(9))
                .containsEntry("neighborGracePeriod", Duration.ofSeconds(10))
                .containsEntry("killGracePeriod", Duration.ofSeconds(11))
                .containsEntry("silenceTimeout", Duration.ofSeconds(12))
                .containsEntry("startupCache", StartupCache.in(Path.of("archives")))
                .containsEntry("crashReports", Path.of("crashes").toAbsolutePath());
    }

    /** Also a setting that is added later, for which a line of {@code applyTo} is easily forgotten. */
    @Test
    void everyNumberTimeAndSizeReachesTheBuilder() {
        Map<String, Object> expected = new HashMap<>();
        addValues("asynccpu.", PoolProperties.class, expected);
        addValues("asynccpu.worker.", WorkerProperties.class, expected);
        assertThat(expected).containsKeys("maxAttempts", "queueCapacity", "memoryBudget", "startupTimeout");
        assertThat(built("default")).containsAllEntriesOf(expected);
    }

    private void addValues(String prefix, Class<?> properties, Map<String, Object> expected) {
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(properties)) {
            String key = prefix + DataObjectPropertyName.toDashedForm(property.getName());
            if (property.getPropertyType() == Integer.class) {
                environment.withProperty(key, "7");
                expected.put(property.getName(), 7);
            } else if (property.getPropertyType() == Duration.class) {
                environment.withProperty(key, "7s");
                expected.put(property.getName(), Duration.ofSeconds(7));
            } else if (property.getPropertyType() == DataSize.class) {
                environment.withProperty(key, "7MB");
                expected.put(property.getName(), 7L << 20);
            }
        }
    }

    @Test
    void zeroSwitchesTheSilenceTimeoutOffForOnePoolAlone() {
        environment.withProperty("asynccpu.pools.debugged.silence-timeout", "0");
        assertThat(built("debugged")).containsEntry("silenceTimeout", null);
        assertThat(built("default")).doesNotContainEntry("silenceTimeout", null);
    }

    @Test
    void theShutdownGracePeriodGivesWayToAShorterPhase() {
        assertThat(built("default")).containsEntry("shutdownGracePeriod", Duration.ofSeconds(20));
        environment.withProperty("spring.lifecycle.timeout-per-shutdown-phase", "3s");
        assertThat(built("default")).containsEntry("shutdownGracePeriod", Duration.ofSeconds(2));
        environment.withProperty("spring.lifecycle.timeout-per-shutdown-phase", "5m");
        assertThat(built("default")).containsEntry("shutdownGracePeriod", Duration.ofSeconds(20));
    }

    @Test
    void relativePathsAreThoseOfTheParent() {
        Path here = Path.of("").toAbsolutePath();
        Path java = Path.of(System.getProperty("java.home"));
        environment
                .withProperty("asynccpu.worker.java-home", here.relativize(java).toString())
                .withProperty("asynccpu.worker.working-directory", "src");
        assertThat(built("default"))
                .containsEntry("javaHome", java)
                .containsEntry("workingDirectory", here.resolve("src"));
    }

    @Test
    void whatTheBuilderRefusesAsAWholeIsNamedByItsKey() {
        environment.withProperty("asynccpu.pools.a.memory-budget", "1MB");
        ConfiguredPool settings = ConfiguredPool.of("a", environment);
        assertThat(settings.refused(new IllegalArgumentException("memoryBudget is 1048576 but must be more")))
                .hasMessageContaining("The property 'asynccpu.pools.a.memory-budget' has the value '1MB'")
                .hasMessageContaining("memoryBudget is 1048576 but must be more");
        assertThat(settings.refused(new IllegalArgumentException("maxHeap is too much")))
                .hasMessageContaining("'asynccpu.worker.max-heap'");
        assertThat(settings.refused(new IllegalArgumentException("no such luck")))
                .hasMessageContaining("'asynccpu.pools.a'");
    }

    @Test
    void aVariableThatCannotBeIsNamedWithoutItsValue() {
        environment.withProperty("asynccpu.worker.environment[A=B]", "secret");
        ConfiguredPool settings = ConfiguredPool.of("default", environment);
        assertThatThrownBy(settings::builder)
                .hasMessageContaining("'asynccpu.worker.environment' has the value 'A=B'")
                .message()
                .doesNotContain("secret");
    }

    private Map<String, Object> built(String pool) {
        Map<String, Object> fields = new HashMap<>();
        ProcessTaskPoolExecutorBuilder builder =
                ConfiguredPool.of(pool, environment).builder();
        ReflectionUtils.doWithFields(
                builder.getClass(),
                field -> fields.put(field.getName(), ReflectionTestUtils.getField(builder, field.getName())));
        return fields;
    }
}
