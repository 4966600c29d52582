package io.asynccpu.autoconfigure;

import io.asynccpu.autoconfigure.properties.AsyncCpuProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configuration metadata of the module, as an editor reads it. */
record ConfigurationMetadata(Map<String, JsonNode> properties, Map<String, JsonNode> hints) {

    /** From where the classes are: the tests have metadata of their own. */
    static ConfigurationMetadata read() throws Exception {
        Path classes = Path.of(AsyncCpuProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        JsonNode metadata =
                JsonMapper.shared().readTree(classes.resolve("META-INF/spring-configuration-metadata.json"));
        return new ConfigurationMetadata(byName(metadata.get("properties")), byName(metadata.get("hints")));
    }

    private static Map<String, JsonNode> byName(JsonNode nodes) {
        Map<String, JsonNode> named = new TreeMap<>();
        nodes.forEach(node -> named.put(node.get("name").asString(), node));
        return named;
    }

    /** Names of all keys of the project's own prefix. */
    List<String> ownNames() {
        return properties.keySet().stream()
                .filter(name -> name.startsWith("asynccpu."))
                .toList();
    }

    String description(String name) {
        return properties.get(name).get("description").asString();
    }

    boolean hasDefault(String name) {
        return properties.get(name).has("defaultValue");
    }

    String defaultValue(String name) {
        return properties.get(name).get("defaultValue").asString();
    }

    Class<?> type(String name) {
        String type = properties.get(name).get("type").asString().replaceFirst("<.*", "");
        return ClassUtils.resolveClassName(type, AsyncCpuProperties.class.getClassLoader());
    }

    List<JsonNode> hintedValues(String name) {
        List<JsonNode> values = new ArrayList<>();
        if (hints.containsKey(name)) {
            hints.get(name).path("values").forEach(values::add);
        }
        return values;
    }
}
