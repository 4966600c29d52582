package io.asynccpu.autoconfigure.properties;

import io.asynccpu.internal.state.RelaxedPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.PropertySourceInfo;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Which of the parent's properties cross to the children of a pool: {@code worker.properties}, by relaxed names, for properties of the
 * application as for those of the JVM. A name covers the elements of its list. These cross in any case, because the start of a child
 * needs them: {@code spring.main.*}, {@code spring.profiles.*}, {@code spring.autoconfigure.exclude}, {@code spring.application.name},
 * {@code asynccpu.enabled}, {@code asynccpu.context-keys} and {@code asynccpu.propagate-security-context}. Active profiles and the
 * arguments of {@code main} that are no options cross, too.
 *
 * <p>What a child does not get by this way it may still have by another one: its class path, where code can open the application's own
 * {@code application.yml}, and where {@code @PropertySource} finds its files; and, without a wall, the environment variables and the
 * files of its user. A secret that must not be there belongs outside the class path, and the pool behind a wall.
 */
public final class PropertyRules {

    private static final List<String> NEEDED = List.of(
            "spring.main.*",
            "spring.profiles.*",
            "spring.autoconfigure.exclude",
            "spring.application.name",
            "asynccpu.enabled",
            "asynccpu.context-keys",
            "asynccpu.propagate-security-context");

    /** Holds other properties as text; they cross one by one. */
    private static final String JSON = "spring.application.json";

    /** For children that get all properties and have the parent's environment. */
    public static final PropertyRules ALL = new PropertyRules(List.of(), List.of(), false, "");

    private final List<String> rules;
    private final List<String> ownVariables;
    private final boolean isWalled;
    private final String variablePrefix;
    // Null where all cross, as for most pools: every start of an application and of a child would make their patterns.
    private final @Nullable Selection properties;
    private final @Nullable Selection variables;

    /**
     * @param rules names, or beginnings with a {@code *}; with {@code !} before it what stays behind. If empty, all cross
     * @param ownVariables names of environment variables that the pool sets for its children
     * @param isWalled whether the children do not have the environment variables of the parent
     * @param variablePrefix with which the application's environment variables begin; may be empty
     */
    public PropertyRules(List<String> rules, List<String> ownVariables, boolean isWalled, String variablePrefix) {
        this.rules = List.copyOf(rules);
        this.ownVariables = List.copyOf(ownVariables);
        this.isWalled = isWalled;
        this.variablePrefix = variablePrefix;
        this.properties = rules.isEmpty() ? null : Selection.of(rules, List.of(""));
        // Placeholders and getProperty find a variable without the prefix, too.
        List<String> prefixes = variablePrefix.isEmpty() ? List.of("") : List.of("", variablePrefix + ".");
        this.variables = rules.isEmpty() ? null : Selection.of(rules, prefixes);
    }

    public static PropertyRules of(WorkerProperties worker, Environment environment) {
        String prefix = environment instanceof ConfigurableEnvironment all
                        && all.getPropertySources().get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
                                instanceof PropertySourceInfo variables
                ? variables.getPrefix()
                : null;
        return new PropertyRules(
                worker.getProperties(),
                List.copyOf(worker.getEnvironment().keySet()),
                worker.getSandbox().isWalled(),
                prefix == null ? "" : prefix);
    }

    public List<String> rules() {
        return rules;
    }

    public List<String> ownVariables() {
        return ownVariables;
    }

    public boolean isWalled() {
        return isWalled;
    }

    public String variablePrefix() {
        return variablePrefix;
    }

    /** Whether any property stays behind. */
    public boolean isRestricting() {
        return !rules.isEmpty();
    }

    /** Whether children have exactly the properties that cross, and read no configuration files of their own. */
    public boolean isClosed() {
        return isWalled || isRestricting();
    }

    public boolean crosses(String property) {
        return properties == null || properties.has(patterns -> patterns.matches(property));
    }

    /** Whether an environment variable of the parent crosses as a property. */
    public boolean variableCrosses(String variable) {
        return variables == null
                || ownVariables.contains(variable)
                || variables.has(patterns -> patterns.matchesVariable(variable));
    }

    /** The arguments without the options that set properties which do not cross. */
    public List<String> arguments(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.startsWith("--")
                        || crosses(argument.substring(2).split("=", 2)[0]))
                .toList();
    }

    /** Rules for system properties, which the core applies. */
    static List<String> ofSystemProperties(List<String> rules) {
        List<String> all = new ArrayList<>(rules);
        if (rules.stream().anyMatch(rule -> !isExclusion(rule))) {
            all.addAll(NEEDED);
        }
        if (!rules.isEmpty()) {
            all.add("!" + JSON);
        }
        return all;
    }

    private static boolean isExclusion(String rule) {
        return rule.startsWith("!");
    }

    /** What the rules name. What a start needs counts most, then an exclusion. */
    private record Selection(RelaxedPatterns needed, RelaxedPatterns included, RelaxedPatterns excluded) {

        static Selection of(List<String> rules, List<String> prefixes) {
            Stream<String> exclusions =
                    rules.stream().filter(PropertyRules::isExclusion).map(rule -> rule.substring(1));
            return new Selection(
                    patterns(NEEDED.stream(), prefixes),
                    patterns(rules.stream().filter(rule -> !isExclusion(rule)), prefixes),
                    patterns(Stream.concat(exclusions, Stream.of(JSON)), prefixes));
        }

        private static RelaxedPatterns patterns(Stream<String> names, List<String> prefixes) {
            return RelaxedPatterns.of(names.flatMap(name -> prefixes.stream().map(prefix -> prefix + name)));
        }

        boolean has(Predicate<RelaxedPatterns> matcher) {
            return matcher.test(needed) || ((included.isEmpty() || matcher.test(included)) && !matcher.test(excluded));
        }
    }
}
