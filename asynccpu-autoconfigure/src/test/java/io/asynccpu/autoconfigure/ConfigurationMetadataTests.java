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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows for {@code asynccpu.*}. */
class ConfigurationMetadataTests {

    /** Key and default of a row in the README's table of properties. */
    private static final Pattern ROW = Pattern.compile("\\| `(asynccpu\\.[^`]+)` \\| [^|]+ \\| ([^|]+) \\|.+");

    private final Map<String, JsonNode> properties = new TreeMap<>();
    private final Map<String, JsonNode> hints = new TreeMap<>();

    /** From where the class itself is: the tests have metadata of their own. */
    ConfigurationMetadataTests() throws Exception {
        Path classes = Path.of(AsyncCpuProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        JsonNode metadata =
                JsonMapper.shared().readTree(classes.resolve("META-INF/spring-configuration-metadata.json"));
        metadata.get("properties")
                .forEach(property -> properties.put(property.get("name").asString(), property));
        metadata.get("hints").forEach(hint -> hints.put(hint.get("name").asString(), hint));
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
                        "asynccpu.context-keys",
                        "asynccpu.worker.sources",
                        "asynccpu.worker.lifecycle-beans",
                        "asynccpu.worker.max-heap",
                        "asynccpu.worker.jvm-args",
                        "asynccpu.worker.java-home",
                        "asynccpu.worker.environment",
                        "asynccpu.worker.properties",
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
        // These are not the pool's: whether it is there at all, what goes along with tasks, and what its children are.
        assertThat(properties.keySet().stream()
                        .filter(name -> name.startsWith("asynccpu.")
                                && properties.get(name).has("defaultValue")
                                && !compared.contains(name)))
                .containsExactly(
                        "asynccpu.enabled",
                        "asynccpu.mode",
                        "asynccpu.propagate-security-context",
                        "asynccpu.worker.context",
                        "asynccpu.worker.main");
    }

    private static Object defaultValue(JsonNode property, Object like) {
        String text = property.get("defaultValue").asString();
        return like instanceof Long
                ? DataSize.parse(text).toBytes()
                : ApplicationConversionService.getSharedInstance().convert(text, like.getClass());
    }

    @Test
    void theReadmeHasARowForEveryKeyWithItsDefaultAndNoOther() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(2));
            }
        }
        assertThat(documented.keySet())
                .containsExactlyElementsOf(properties.keySet().stream()
                        .filter(name -> name.startsWith("asynccpu.") && !name.equals("asynccpu.pools"))
                        .toList());
        documented.forEach((name, value) -> {
            JsonNode shown = properties.get(name).get("defaultValue");
            if (shown != null) {
                assertThat(value).as(name).startsWith("`" + shown.asString().replace("0B", "0") + "`");
            } else if (!name.equals("asynccpu.shutdown-grace-period")) { // a number that depends on another
                assertThat(value).as(name).doesNotContain("`");
            }
        });
    }

    @Test
    void whatHasFewValuesOrIsAClassHasHints() {
        properties.forEach((name, property) -> {
            Class<?> type = type(property);
            if (!name.startsWith("asynccpu.")) {
                return; // Boot's own kinds of keys, which editors know
            }
            if (type.isEnum()) {
                assertThat(hintedValues(name))
                        .as(name)
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getEnumConstants())
                                .map(value -> DataObjectPropertyName.toDashedForm(value.toString()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-')))
                                .toList());
            } else if (type.getName().startsWith("io.asynccpu.")) {
                assertThat(hintedValues(name)).as(name).isNotEmpty();
            } else if (property.get("type").asString().contains("java.lang.Class<")) {
                assertThat(provider(name)).as(name).isEqualTo("class-reference");
            } else if (Map.class.isAssignableFrom(type)) {
                assertThat(hintedValues(name + ".keys")).as(name).isNotEmpty();
                assertThat(provider(name + ".keys")).as(name).isEqualTo("any");
            }
        });
    }

    @Test
    void aZeroThatMeansSomethingElseIsAHint() throws Exception {
        List<String> readme = Files.readAllLines(Path.of("../README.md"));
        properties.forEach((name, property) -> {
            String row = readme.stream()
                    .filter(line -> line.startsWith("| `" + name + "` |"))
                    .findFirst()
                    .orElse("");
            if (property.get("description").asString().matches(".*\\b0 (is|switches|means) .*")
                    || row.matches(".*`0` [(a-z].*")) {
                assertThat(hintedValues(name)).as(name).contains("0");
                assertThat(provider(name)).as(name).isEqualTo("any");
            }
        });
        assertThat(hints).containsKeys("asynccpu.silence-timeout", "asynccpu.memory-budget");
    }

    @Test
    void aHintIsForAKeyThatExistsAndDescribesItsValues() {
        hints.forEach((name, hint) -> {
            assertThat(properties).containsKey(name.replaceFirst("\\.(keys|values)$", ""));
            hint.path("values")
                    .forEach(value -> assertThat(value.path("description").asString())
                            .as(name)
                            .endsWith("."));
        });
    }

    private List<String> hintedValues(String name) {
        List<String> values = new ArrayList<>();
        if (hints.containsKey(name)) {
            hints.get(name)
                    .path("values")
                    .forEach(value -> values.add(value.get("value").asString()));
        }
        return values;
    }

    private String provider(String name) {
        return hints.containsKey(name)
                ? hints.get(name).path("providers").path(0).path("name").asString()
                : "none";
    }

    private static Class<?> type(JsonNode property) {
        String name = property.get("type").asString().replaceFirst("<.*", "");
        return ClassUtils.resolveClassName(name, AsyncCpuProperties.class.getClassLoader());
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .map(property -> property.getName())
                .filter(name -> !name.equals("class"))
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .map(name -> ConfigurationPropertyName.of(name).toString());
    }
}
