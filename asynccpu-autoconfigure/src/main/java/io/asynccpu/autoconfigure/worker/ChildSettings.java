package io.asynccpu.autoconfigure.worker;

import io.asynccpu.spi.WorkerRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a child needs to boot its parent's application, as it crosses the private channel.
 *
 * @param main starts the application; null to start the sources directly
 * @param parts what the application is made of where main does not make it
 * @param parent the application whose context is the parent of this one's, where main does not make it; null if there is none
 * @param sourceClasses configuration classes
 * @param sourceNames the other sources: packages, XML files
 * @param arguments of {@code run}
 * @param propertySources names of all property sources of the parent, first one first
 * @param properties by property source, for those that the child may not have
 */
record ChildSettings(
        @Nullable Main main,
        ApplicationParts parts,
        @Nullable ChildSettings parent,
        List<String> sourceClasses,
        List<String> sourceNames,
        List<String> arguments,
        List<String> profiles,
        List<String> propertySources,
        Map<String, Map<String, String>> properties) {

    /**
     * The {@code main} to call.
     *
     * @param arguments its own
     * @param turn which of the runs that it makes is this application's
     * @param limit how long it may wait, or compute, until the application is loaded
     */
    record Main(String className, List<String> arguments, Turn turn, Duration limit) {}

    /**
     * One run of several, such as one for each tenant.
     *
     * @param sources that it begins with, equal to those of others only if they are alike
     * @param anyArguments whether an alike one need not have the same arguments
     * @param earlier how many others, all in all the same, come before
     */
    record Turn(List<String> sources, boolean anyArguments, int earlier) {}

    private static final String MAIN = "main-";
    private static final String MAIN_CLASS = "main-class";
    private static final String MAIN_ARGUMENTS = "main-arguments";
    private static final String MAIN_SOURCES = "main-sources";
    private static final String MAIN_ANY_ARGUMENTS = "main-any-arguments";
    private static final String MAIN_EARLIER = "main-earlier";
    private static final String MAIN_LIMIT = "main-limit";
    private static final String PARENT = "parent.";
    private static final String SOURCE_CLASSES = "source-classes";
    private static final String SOURCE_NAMES = "source-names";
    private static final String ARGUMENTS = "arguments";
    private static final String PROFILES = "profiles";
    private static final String PROPERTY_SOURCES = "property-sources";
    private static final String PROPERTIES = "properties.";

    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(
                WorkerRuntime.KIND,
                (main == null ? null : main.className()) + " " + sourceClasses + sourceNames + profiles);
        if (main != null) {
            map.put(MAIN_CLASS, main.className());
            put(map, MAIN_ARGUMENTS, main.arguments());
            put(map, MAIN_SOURCES, main.turn().sources());
            map.put(MAIN_ANY_ARGUMENTS, Boolean.toString(main.turn().anyArguments()));
            map.put(MAIN_EARLIER, Integer.toString(main.turn().earlier()));
            map.put(MAIN_LIMIT, main.limit().toString());
        }
        parts.putInto(map);
        if (parent != null) {
            parent.toMap().forEach((key, value) -> map.put(PARENT + key, value));
        }
        put(map, SOURCE_CLASSES, sourceClasses);
        put(map, SOURCE_NAMES, sourceNames);
        put(map, ARGUMENTS, arguments);
        put(map, PROFILES, profiles);
        put(map, PROPERTY_SOURCES, propertySources);
        for (int i = 0; i < propertySources.size(); i++) {
            String prefix = PROPERTIES + i + ".";
            properties
                    .getOrDefault(propertySources.get(i), Map.of())
                    .forEach((name, value) -> map.put(prefix + name, value));
        }
        return map;
    }

    static ChildSettings fromMap(Map<String, String> map) {
        Map<String, String> parent = under(map, PARENT);
        List<String> propertySources = list(map, PROPERTY_SOURCES);
        Map<String, Map<String, String>> properties = new LinkedHashMap<>();
        for (int i = 0; i < propertySources.size(); i++) {
            Map<String, String> values = under(map, PROPERTIES + i + ".");
            if (!values.isEmpty()) {
                properties.put(propertySources.get(i), values);
            }
        }
        return new ChildSettings(
                main(map),
                ApplicationParts.fromMap(map),
                parent.isEmpty() ? null : fromMap(parent),
                list(map, SOURCE_CLASSES),
                list(map, SOURCE_NAMES),
                list(map, ARGUMENTS),
                list(map, PROFILES),
                propertySources,
                properties);
    }

    private static @Nullable Main main(Map<String, String> map) {
        String name = map.get(MAIN_CLASS);
        return name == null
                ? null
                : new Main(
                        name,
                        list(map, MAIN_ARGUMENTS),
                        new Turn(
                                list(map, MAIN_SOURCES),
                                Boolean.parseBoolean(map.get(MAIN_ANY_ARGUMENTS)),
                                Integer.parseInt(map.getOrDefault(MAIN_EARLIER, "0"))),
                        Duration.parse(map.getOrDefault(MAIN_LIMIT, "PT0S")));
    }

    /** Of a map that {@link #toMap} made: the same without the call of {@code main}. */
    static Map<String, String> withoutMain(Map<String, String> map) {
        Map<String, String> without = new LinkedHashMap<>(map);
        without.keySet().removeIf(key -> key.startsWith(MAIN));
        return without;
    }

    static boolean callsMain(Map<String, String> map) {
        return map.containsKey(MAIN_CLASS);
    }

    static void put(Map<String, String> map, String key, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            map.put(key + "[" + i + "]", values.get(i));
        }
    }

    static List<String> list(Map<String, String> map, String key) {
        List<String> values = new ArrayList<>();
        for (String value = map.get(key + "[0]"); value != null; value = map.get(key + "[" + values.size() + "]")) {
            values.add(value);
        }
        return values;
    }

    private static Map<String, String> under(Map<String, String> map, String prefix) {
        Map<String, String> values = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), value);
            }
        });
        return values;
    }

    /** Without the values: they may be secrets. */
    @Override
    public String toString() {
        return "ChildSettings[main=" + (main == null ? null : main.className()) + ", sources=" + sourceClasses
                + sourceNames + ", profiles=" + profiles + "]";
    }
}
