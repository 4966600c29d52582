package io.asynccpu.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;
import io.asynccpu.autoconfigure.properties.PoolProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows for {@code asynccpu.*}. */
class ConfigurationMetadataTests {

    private final Map<String, JsonNode> properties = new TreeMap<>();

    /** From where the class itself is: the tests have metadata of their own. */
    ConfigurationMetadataTests() throws Exception {
        Path classes = Path.of(AsyncCpuProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        JsonMapper.shared()
                .readTree(classes.resolve("META-INF/spring-configuration-metadata.json"))
                .get("properties")
                .forEach(property -> properties.put(property.get("name").asString(), property));
    }

    @Test
    void everyPropertyOfTheClassesIsThereAndNothingElse() {
        List<String> expected = new ArrayList<>(List.of(
                "management.endpoint.asynccpu.access",
                "management.endpoint.asynccpu.cache.time-to-live",
                "management.health.asynccpu.enabled"));
        names(AsyncCpuProperties.class)
                .filter(name -> !name.equals("worker"))
                .forEach(name -> expected.add("asynccpu." + name));
        names(PoolProperties.Worker.class).forEach(name -> expected.add("asynccpu.worker." + name));
        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyPropertyIsDescribed() {
        properties.forEach((name, property) -> {
            assertThat(property.has("description")).as(name).isTrue();
            assertThat(property.get("description").asString()).as(name).endsWith(".");
        });
    }

    @Test
    void aDefaultIsShownUnlessItIsComputedOrNone() {
        assertThat(properties.keySet().stream()
                        .filter(name -> name.startsWith("asynccpu."))
                        .filter(name -> !properties.get(name).has("defaultValue")))
                .containsExactlyInAnyOrder(
                        "asynccpu.max-workers",
                        "asynccpu.queue-capacity",
                        "asynccpu.timeout",
                        "asynccpu.queue-timeout",
                        "asynccpu.worker-configurer",
                        "asynccpu.pools",
                        "asynccpu.worker.sources",
                        "asynccpu.worker.max-heap",
                        "asynccpu.worker.jvm-args",
                        "asynccpu.worker.java-home",
                        "asynccpu.worker.environment",
                        "asynccpu.worker.working-directory",
                        "asynccpu.worker.command-prefix");
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .map(property -> property.getName())
                .filter(name -> !name.equals("class"))
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .map(name -> ConfigurationPropertyName.of(name).toString());
    }
}
