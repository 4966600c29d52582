package io.asynccpu.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.Sandbox;
import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;
import io.asynccpu.autoconfigure.properties.SandboxProperties;
import io.asynccpu.autoconfigure.properties.WorkerProperties;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** What an editor shows for {@code asynccpu.*}. */
class ConfigurationMetadataTests {

    private static final String SANDBOX = "asynccpu.worker.sandbox.";

    private final ConfigurationMetadata metadata;
    private final Map<String, JsonNode> properties;
    private final Map<String, JsonNode> hints;

    ConfigurationMetadataTests() throws Exception {
        this.metadata = ConfigurationMetadata.read();
        this.properties = metadata.properties();
        this.hints = metadata.hints();
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
        names(WorkerProperties.class)
                .filter(name -> !name.equals("sandbox"))
                .forEach(name -> expected.add("asynccpu.worker." + name));
        names(SandboxProperties.class)
                .filter(name -> !name.equals("walled"))
                .forEach(name -> expected.add(SANDBOX + name));
        assertThat(properties.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyPropertyIsDescribed() {
        properties.forEach((name, property) -> {
            assertThat(property.has("description")).as(name).isTrue();
            assertThat(property.get("description").asString()).as(name).endsWith(".");
        });
    }

    /** What editors show is the value of the class's field, whether the processor has read it or it is written down. */
    @Test
    void aDefaultIsShownUnlessItIsComputedOrNone() {
        BeanWrapper initial = new BeanWrapperImpl(new AsyncCpuProperties());
        for (String name : metadata.ownNames()) {
            String path = Pattern.compile("-(.)")
                    .matcher(name.substring("asynccpu.".length()))
                    .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
            Object value = initial.getPropertyValue(path);
            assertThat(metadata.hasDefault(name)).as(name).isNotEqualTo(ObjectUtils.isEmpty(value));
            if (value != null && metadata.hasDefault(name)) {
                assertThat(defaultValue(name, value)).as(name).isEqualTo(value);
            }
        }
    }

    /** The builder has the same defaults; what editors and the reference say of them must not grow old. */
    @Test
    void aDefaultIsThatOfTheBuilder() {
        ProcessTaskPoolExecutorBuilder builder = ProcessTaskPoolExecutor.builder();
        Set<String> compared = new TreeSet<>();
        Set<String> computed = new TreeSet<>();
        for (String name : ownNamesWithoutSandbox()) {
            String setting = name.substring(name.lastIndexOf('.') + 1);
            ReflectionUtils.doWithFields(
                    builder.getClass(),
                    field -> {
                        Object value = ReflectionTestUtils.getField(builder, field.getName());
                        if (metadata.hasDefault(name)) {
                            assertThat(defaultValue(name, value)).as(name).isEqualTo(value);
                        } else if (!ObjectUtils.isEmpty(value)
                                && !Long.valueOf(0).equals(value)) {
                            computed.add(name);
                        }
                        compared.add(name);
                    },
                    field ->
                            DataObjectPropertyName.toDashedForm(field.getName()).equals(setting));
        }
        assertThat(computed).containsExactly("asynccpu.max-workers", "asynccpu.queue-capacity");
        // These are not the pool's: whether it is there at all, what goes along with tasks, and what its children are.
        assertThat(ownNamesWithoutSandbox().stream()
                        .filter(name -> metadata.hasDefault(name) && !compared.contains(name)))
                .containsExactly(
                        "asynccpu.enabled",
                        "asynccpu.mode",
                        "asynccpu.propagate-security-context",
                        "asynccpu.worker.context",
                        "asynccpu.worker.main");
    }

    private List<String> ownNamesWithoutSandbox() {
        return metadata.ownNames().stream()
                .filter(name -> !name.startsWith(SANDBOX))
                .toList();
    }

    @Test
    void aDefaultOfTheSandboxIsThatOfItsBuilder() {
        Sandbox wall = Sandbox.bubblewrap().build();
        for (RecordComponent component : Sandbox.class.getRecordComponents()) {
            String name = SANDBOX + DataObjectPropertyName.toDashedForm(component.getName());
            Object value = ReflectionUtils.invokeMethod(component.getAccessor(), wall);
            if (component.getName().equals("mode")) {
                assertThat(metadata.defaultValue(name)).isEqualTo("none");
            } else if (metadata.hasDefault(name)) {
                assertThat(defaultValue(name, value)).as(name).isEqualTo(value);
            } else {
                assertThat(value).as(name).isEqualTo(List.of());
            }
        }
    }

    private Object defaultValue(String name, Object like) {
        String text = metadata.defaultValue(name);
        return like instanceof Long
                ? DataSize.parse(text).toBytes()
                : ApplicationConversionService.getSharedInstance().convert(text, like.getClass());
    }

    @Test
    void whatHasFewValuesOrIsAClassHasHints() {
        properties.forEach((name, property) -> {
            Class<?> type = metadata.type(name);
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
    void aZeroThatMeansSomethingElseIsAHint() {
        properties.forEach((name, property) -> {
            if (property.get("description").asString().matches(".*\\b0 (is|switches|means) .*")) {
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
        return metadata.hintedValues(name).stream()
                .map(value -> value.get("value").asString())
                .toList();
    }

    private String provider(String name) {
        return hints.containsKey(name)
                ? hints.get(name).path("providers").path(0).path("name").asString()
                : "none";
    }

    private static Stream<String> names(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .map(property -> property.getName())
                .filter(name -> !name.equals("class"))
                .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .map(name -> ConfigurationPropertyName.of(name).toString());
    }
}
