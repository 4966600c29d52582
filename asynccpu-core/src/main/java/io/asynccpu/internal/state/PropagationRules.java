package io.asynccpu.internal.state;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which parts of the parent's JVM-wide state the children of a pool take over: all parts except those that describe one
 * JVM or process, those that are set for the children themselves, and those that the user excludes. Immutable.
 */
public final class PropagationRules {

    private static final Pattern RULE = Pattern.compile("!?(\\*|[^!*\\s]+\\*?)");

    /**
     * Properties that describe one JVM, its process or its console, that the JVM reads only while it starts (such as the defaults
     * of time zone and locale), or that name a directory which one process creates for itself (such as an embedded Tomcat).
     */
    private static final List<String> OF_THE_JVM = List.of(
            "java.class.*",
            "java.compiler",
            "java.endorsed.dirs",
            "java.ext.dirs",
            "java.home",
            "java.io.tmpdir",
            "java.library.path",
            "java.rmi.server.*",
            "java.runtime.*",
            "java.security.manager",
            "java.specification.*",
            "java.vendor*",
            "java.version*",
            "java.vm.*",
            "jdk.debug",
            "jdk.module.*",
            "com.sun.management.*",
            "org.graalvm.*",
            "sun.arch.*",
            "sun.boot.*",
            "sun.cpu.*",
            "sun.io.*",
            "sun.java.*",
            "sun.jnu.*",
            "sun.management.*",
            "sun.os.*",
            "sun.stderr.encoding",
            "sun.stdout.encoding",
            "os.arch",
            "os.name",
            "os.version",
            "file.encoding*",
            "native.encoding",
            "stderr.encoding",
            "stdin.encoding",
            "stdout.encoding",
            "file.separator",
            "line.separator",
            "path.separator",
            "user.dir",
            "user.home",
            "user.name",
            "user.timezone",
            "user.language*",
            "user.country*",
            "user.script*",
            "user.variant*",
            "user.region*",
            "user.extensions*",
            "catalina.base",
            "catalina.home");

    /** Properties of launchers. */
    private static final List<String> OF_LAUNCHERS = List.of("loader.*", "surefire.*");

    /** Configuration of a logging system. A child forwards its lines to the parent, which writes them. */
    private static final List<String> OF_LOGGING = List.of(
            "java.util.logging.config.*",
            "log4j.configuration*",
            "log4j2.configuration*",
            "log4j2.contextSelector",
            "logback.configurationFile");

    /** Boot sets system properties with the names of variables, such as PID. A {@code pid} is the application's own. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Z0-9_]+");

    private static final Pattern OPTION = Pattern.compile("-D([^=\\s\"']+)");

    /** Environment variables from which the JVM reads further options. */
    private static final List<String> OF_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final List<String> OF_LOCALES = List.of("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES");

    private final NamePatterns excluded;
    private final RelaxedPatterns excludedByUser;
    private final RelaxedPatterns included;
    private final boolean zone;
    private final boolean locales;

    /**
     * @param rules names of system properties, or prefixes of names followed by {@code *}, in any form that Spring
     *     reads as the same name. A rule that starts with {@code !} excludes, where {@code user.timezone} and {@code
     *     user.language} stand for the time zone and the locales.
     * @param arguments the JVM arguments of the children
     * @param environment the environment variables that are added for the children
     * @param prefix the command prefix of the children
     * @throws IllegalArgumentException if a rule is malformed
     */
    public PropagationRules(
            List<String> rules, List<String> arguments, Map<String, String> environment, List<String> prefix) {
        check(rules);
        List<String> exclusions = rules.stream()
                .filter(PropagationRules::isExclusion)
                .map(rule -> rule.substring(1))
                .toList();
        Predicate<String> isVariable = VARIABLE.asMatchPredicate();
        this.excludedByUser = RelaxedPatterns.of(exclusions.stream().filter(isVariable.negate()));
        Set<String> options = options(arguments, environment);
        Set<String> variables = new HashSet<>(environment.keySet());
        prefix.forEach(word -> variables.add(word.replaceFirst("=.*", "")));
        this.zone = !excludedByUser.matches("user.timezone")
                && !options.contains("user.timezone")
                && !variables.contains("TZ");
        this.locales = !excludedByUser.matches("user.language")
                && options.stream().noneMatch(PropagationRules::isOfLocales)
                && OF_LOCALES.stream().noneMatch(variables::contains);
        this.excluded = NamePatterns.of(Stream.of(
                        OF_THE_JVM,
                        OF_LAUNCHERS,
                        OF_LOGGING,
                        options,
                        exclusions.stream().filter(isVariable).toList())
                .flatMap(Collection::stream));
        this.included = RelaxedPatterns.of(rules.stream().filter(rule -> !isExclusion(rule)));
    }

    /** @throws IllegalArgumentException if a rule is malformed */
    public static void check(List<String> rules) {
        for (String rule : rules) {
            if (!RULE.matcher(rule).matches()) {
                throw new IllegalArgumentException("properties has \"" + rule
                        + "\" but must be names of system properties or prefixes that end with *, with a leading !"
                        + " for those that children do not take over");
            }
        }
    }

    private static boolean isExclusion(String rule) {
        return rule.startsWith("!");
    }

    private static boolean isOfLocales(String name) {
        return Stream.of("language", "country", "script", "variant", "region", "extensions")
                .anyMatch(part -> name.startsWith("user." + part));
    }

    private static Set<String> options(List<String> arguments, Map<String, String> environment) {
        Set<String> names = new HashSet<>();
        for (String argument : arguments) {
            Matcher option = OPTION.matcher(argument);
            if (option.lookingAt()) {
                names.add(option.group(1));
            }
        }
        for (String variable : OF_OPTIONS) {
            Matcher option = OPTION.matcher(environment.getOrDefault(variable, ""));
            while (option.find()) {
                names.add(option.group(1));
            }
        }
        return names;
    }

    boolean includesZone() {
        return zone;
    }

    boolean includesLocales() {
        return locales;
    }

    boolean includesProperty(String name) {
        return !name.isEmpty()
                && (included.isEmpty() || included.matches(name))
                && !excluded.matches(name)
                && !excludedByUser.matches(name);
    }
}
