package io.asynccpu.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
 *
 * @param rules names, or beginnings with a {@code *}; with {@code !} before it what stays behind. If empty, all cross
 * @param variables names of environment variables that the pool sets for its children
 * @param isWalled whether the children do not have the environment variables of the parent
 */
public record PropertyRules(List<String> rules, List<String> variables, boolean isWalled) {

    /** For children that get all properties and have the parent's environment. */
    public static final PropertyRules ALL = new PropertyRules(List.of(), List.of(), false);

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

    private static final Pattern ELEMENT = Pattern.compile("_\\d+(_.*)?");

    public PropertyRules {
        rules = List.copyOf(rules);
        variables = List.copyOf(variables);
    }

    public static PropertyRules of(WorkerProperties worker) {
        return new PropertyRules(
                worker.getProperties(),
                List.copyOf(worker.getEnvironment().keySet()),
                worker.getSandbox().isWalled());
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
        String name = uniform(property);
        return !isRestricting() || (!name.equals(JSON) && isIncluded(pattern -> matches(uniform(pattern), name)));
    }

    /** Whether an environment variable of the parent crosses as a property. */
    public boolean variableCrosses(String variable) {
        String name = variable.toUpperCase(Locale.ROOT);
        return !isRestricting()
                || variables.contains(variable)
                || (!name.equals("SPRING_APPLICATION_JSON") && isIncluded(pattern -> matchesVariable(pattern, name)));
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

    private boolean isIncluded(Predicate<String> matcher) {
        List<String> named = rules.stream().filter(rule -> !isExclusion(rule)).toList();
        return NEEDED.stream().anyMatch(matcher)
                || ((named.isEmpty() || named.stream().anyMatch(matcher))
                        && rules.stream()
                                .filter(PropertyRules::isExclusion)
                                .map(rule -> rule.substring(1))
                                .noneMatch(matcher));
    }

    private static boolean isExclusion(String rule) {
        return rule.startsWith("!");
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern) || name.startsWith(pattern + "[");
    }

    /** In both forms that Spring looks for: without dashes, and with an underscore for a dash. */
    private static boolean matchesVariable(String pattern, String name) {
        String upper = pattern.toUpperCase(Locale.ROOT).replaceAll("[.\\[\\]]+", "_");
        return Stream.of(upper.replace("-", ""), upper.replace('-', '_'))
                .anyMatch(form -> form.endsWith("*")
                        ? name.startsWith(form.substring(0, form.length() - 1))
                        : name.startsWith(form)
                                && (name.length() == form.length()
                                        || ELEMENT.matcher(name.substring(form.length()))
                                                .matches()));
    }

    private static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
