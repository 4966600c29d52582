package io.asynccpu.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of its parent's state a pool's children take over: all but what describes one JVM or process, what they were given for
 * themselves, and what the user wants to be left behind.
 */
public final class Crossing {

    private static final Pattern RULE = Pattern.compile("!?(\\*|[^!*\\s]+\\*?)");

    /**
     * Of one JVM, its process or its console; read at its start, as the defaults of time zone and locale are; or a directory that
     * one process makes for itself, as an embedded Tomcat does.
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

    /** Of those who start JVMs. */
    private static final List<String> OF_LAUNCHERS = List.of("loader.*", "surefire.*");

    /** A child's lines go to its parent, which writes them as it is configured. */
    private static final List<String> OF_LOGGING = List.of(
            "java.util.logging.config.*",
            "log4j.configuration*",
            "log4j2.configuration*",
            "log4j2.contextSelector",
            "logback.configurationFile");

    private static final Pattern OPTION = Pattern.compile("-D([^=\\s\"']+)");

    /** The JVM reads options of them, too. */
    private static final List<String> OF_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final List<String> OF_LOCALES = List.of("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES");

    private final Names left;
    private final Names wanted;
    private final boolean zone;
    private final boolean locales;

    /**
     * @param rules names of system properties, or their beginnings with a {@code *}; with {@code !} before those to be left
     *     behind, where {@code user.timezone} and {@code user.language} stand for the time zone and the locales
     * @param arguments of the child's JVM
     * @param environment what was added for the child
     * @param prefix of its command line
     * @throws IllegalArgumentException if a rule is none
     */
    public Crossing(List<String> rules, List<String> arguments, Map<String, String> environment, List<String> prefix) {
        check(rules);
        Names leftByUser = Names.of(rules.stream().filter(Crossing::leaves).map(rule -> rule.substring(1)));
        Set<String> options = options(arguments, environment);
        Set<String> variables = new HashSet<>(environment.keySet());
        prefix.forEach(word -> variables.add(word.replaceFirst("=.*", "")));
        this.zone = !leftByUser.has("user.timezone") && !options.contains("user.timezone") && !variables.contains("TZ");
        this.locales = !leftByUser.has("user.language")
                && options.stream().noneMatch(Crossing::isOfLocales)
                && OF_LOCALES.stream().noneMatch(variables::contains);
        this.left = Names.of(
                        Stream.of(OF_THE_JVM, OF_LAUNCHERS, OF_LOGGING, options).flatMap(Collection::stream))
                .and(leftByUser);
        Names named = Names.of(rules.stream().filter(rule -> !leaves(rule)));
        this.wanted = named.isEmpty() ? Names.of(Stream.of("*")) : named;
    }

    /** @throws IllegalArgumentException if a rule is none */
    public static void check(List<String> rules) {
        for (String rule : rules) {
            if (!RULE.matcher(rule).matches()) {
                throw new IllegalArgumentException("properties has \"" + rule
                        + "\" but must be names of system properties, or beginnings with a * at the end, with ! before"
                        + " those that are not to cross");
            }
        }
    }

    private static boolean leaves(String rule) {
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

    boolean ofZone() {
        return zone;
    }

    boolean ofLocales() {
        return locales;
    }

    boolean ofProperty(String name) {
        return !name.isEmpty() && wanted.has(name) && !left.has(name);
    }

    /** Whole names, and beginnings. */
    private record Names(Set<String> whole, List<String> beginnings) {

        static Names of(Stream<String> rules) {
            Set<String> whole = new HashSet<>();
            List<String> beginnings = new ArrayList<>();
            rules.forEach(rule -> {
                if (rule.endsWith("*")) {
                    beginnings.add(rule.substring(0, rule.length() - 1));
                } else {
                    whole.add(rule);
                }
            });
            return new Names(whole, beginnings);
        }

        Names and(Names other) {
            return Names.of(Stream.of(whole, other.whole, stars(beginnings), stars(other.beginnings))
                    .flatMap(Collection::stream));
        }

        private static List<String> stars(List<String> beginnings) {
            return beginnings.stream().map(beginning -> beginning + "*").toList();
        }

        boolean isEmpty() {
            return whole.isEmpty() && beginnings.isEmpty();
        }

        boolean has(String name) {
            return whole.contains(name) || beginnings.stream().anyMatch(name::startsWith);
        }
    }
}
