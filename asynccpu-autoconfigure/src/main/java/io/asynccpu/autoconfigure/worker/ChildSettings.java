package io.asynccpu.autoconfigure.worker;

import io.asynccpu.spi.WorkerRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings with which a child boots its parent's application, as they cross the private channel.
 *
 * @param main starts the application; null to start the sources directly
 * @param parts the application's other parts, for a start without main
 * @param parent settings of the application whose context is the parent of this one's, for a start without main; null if there
 *     is none
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
     * A {@code main} to call.
     *
     * @param arguments arguments of main
     * @param selector distinguishes this application's run from the other runs of main
     * @param limit longest time of waiting or computing until the application is loaded
     */
    record Main(String className, List<String> arguments, RunSelector selector, Duration limit) {}

    /**
     * Position of one run among several, such as one for each tenant.
     *
     * @param sources of the run at its beginning; runs with equal sources are alike
     * @param anyArguments whether the arguments of an alike run may differ
     * @param earlier number of equal runs before this one
     */
    record RunSelector(List<String> sources, boolean anyArguments, int earlier) {}

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
            FlatSettings.put(map, MAIN_ARGUMENTS, main.arguments());
            FlatSettings.put(map, MAIN_SOURCES, main.selector().sources());
            map.put(MAIN_ANY_ARGUMENTS, Boolean.toString(main.selector().anyArguments()));
            map.put(MAIN_EARLIER, Integer.toString(main.selector().earlier()));
            map.put(MAIN_LIMIT, main.limit().toString());
        }
        parts.putInto(map);
        if (parent != null) {
            parent.toMap().forEach((key, value) -> map.put(PARENT + key, value));
        }
        FlatSettings.put(map, SOURCE_CLASSES, sourceClasses);
        FlatSettings.put(map, SOURCE_NAMES, sourceNames);
        FlatSettings.put(map, ARGUMENTS, arguments);
        FlatSettings.put(map, PROFILES, profiles);
        FlatSettings.put(map, PROPERTY_SOURCES, propertySources);
        for (int i = 0; i < propertySources.size(); i++) {
            String prefix = PROPERTIES + i + ".";
            properties
                    .getOrDefault(propertySources.get(i), Map.of())
                    .forEach((name, value) -> map.put(prefix + name, value));
        }
        return map;
    }

    static ChildSettings fromMap(Map<String, String> map) {
        Map<String, String> parent = FlatSettings.under(map, PARENT);
        List<String> propertySources = FlatSettings.list(map, PROPERTY_SOURCES);
        Map<String, Map<String, String>> properties = new LinkedHashMap<>();
        for (int i = 0; i < propertySources.size(); i++) {
            Map<String, String> values = FlatSettings.under(map, PROPERTIES + i + ".");
            if (!values.isEmpty()) {
                properties.put(propertySources.get(i), values);
            }
        }
        return new ChildSettings(
                main(map),
                ApplicationParts.fromMap(map),
                parent.isEmpty() ? null : fromMap(parent),
                FlatSettings.list(map, SOURCE_CLASSES),
                FlatSettings.list(map, SOURCE_NAMES),
                FlatSettings.list(map, ARGUMENTS),
                FlatSettings.list(map, PROFILES),
                propertySources,
                properties);
    }

    private static @Nullable Main main(Map<String, String> map) {
        String name = map.get(MAIN_CLASS);
        return name == null
                ? null
                : new Main(
                        name,
                        FlatSettings.list(map, MAIN_ARGUMENTS),
                        new RunSelector(
                                FlatSettings.list(map, MAIN_SOURCES),
                                Boolean.parseBoolean(map.get(MAIN_ANY_ARGUMENTS)),
                                Integer.parseInt(map.getOrDefault(MAIN_EARLIER, "0"))),
                        Duration.parse(map.getOrDefault(MAIN_LIMIT, "PT0S")));
    }

    /** A copy of a map of {@link #toMap}, without the call of {@code main}. */
    static Map<String, String> withoutMain(Map<String, String> map) {
        Map<String, String> without = new LinkedHashMap<>(map);
        without.keySet().removeIf(key -> key.startsWith(MAIN));
        return without;
    }

    static boolean callsMain(Map<String, String> map) {
        return map.containsKey(MAIN_CLASS);
    }

    /** Without the values, which may be secrets. */
    @Override
    public String toString() {
        return "ChildSettings[main=" + (main == null ? null : main.className()) + ", sources=" + sourceClasses
                + sourceNames + ", profiles=" + profiles + "]";
    }
}
