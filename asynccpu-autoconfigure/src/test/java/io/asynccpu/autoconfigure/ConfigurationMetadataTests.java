package io.asynccpu.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;
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
        names(WorkerProperties.class).forEach(name -> expected.add("asynccpu.worker." + name));
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
                        "asynccpu.idle-timeout",
                        "asynccpu.shutdown-grace-period",
                        "asynccpu.worker-configurer",
                        "asynccpu.pools",
                        "asynccpu.worker.sources",
                        "asynccpu.worker.lifecycle-beans",
                        "asynccpu.worker.max-heap",
                        "asynccpu.worker.jvm-args",
                        "asynccpu.worker.java-home",
                        "asynccpu.worker.environment",
                        "asynccpu.worker.working-directory",
                        "asynccpu.worker.crash-reports",
                        "asynccpu.worker.command-prefix");
    }

    /** The numbers stand in the builder; what editors and README.md say of them must not grow old. */
    @Test
    void aDefaultIsThatOfTheBuilder() {
        ProcessTaskPoolExecutorBuilder builder = ProcessTaskPoolExecutor.builder();
        Set<String> compared = new TreeSet<>();
        properties.forEach((name, property) -> {
            String setting = name.substring(name.lastIndexOf('.') + 1);
            ReflectionUtils.doWithFields(
                    builder.getClass(),
                    field -> {
                        Object value = ReflectionTestUtils.getField(builder, field.getName());
                        assertThat(defaultValue(property, value)).as(name).isEqualTo(value);
                        compared.add(name);
                    },
                    field -> property.has("defaultValue")
                            && DataObjectPropertyName.toDashedForm(field.getName())
                                    .equals(setting));
        });
        assertThat(compared).hasSizeGreaterThan(15).contains("asynccpu.silence-timeout", "asynccpu.max-payload");
    }

    private static Object defaultValue(JsonNode property, Object like) {
        String text = property.get("defaultValue").asString();
        return like instanceof Long
                ? DataSize.parse(text).toBytes()
                : ApplicationConversionService.getSharedInstance().convert(text, like.getClass());
    }

    @Test
    void theReadmeHasARowForEveryKeyWithItsDefault() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("../README.md"));
        properties.forEach((name, property) -> {
            if (name.startsWith("asynccpu.") && !name.equals("asynccpu.pools")) {
                String start = property.has("defaultValue")
                        ? "\\| `" + Pattern.quote(name) + "` \\| [^|]+ \\| `"
                                + Pattern.quote(
                                        property.get("defaultValue").asString().replace("0B", "0")) + "`[^|]*\\| .+"
                        : "\\| `" + Pattern.quote(name) + "` \\| .+";
                assertThat(rows).as(name).anyMatch(row -> row.matches(start));
            }
        });
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .map(property -> property.getName())
                .filter(name -> !name.equals("class"))
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .map(name -> ConfigurationPropertyName.of(name).toString());
    }
}
