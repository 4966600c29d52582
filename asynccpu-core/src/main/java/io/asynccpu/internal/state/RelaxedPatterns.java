package io.asynccpu.internal.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of names, or beginnings of names followed by {@code *}, that matches whatever Spring reads as the same property. Spring reads
 * {@code acme.url-list}, {@code acme.urlList}, {@code acme.url_list} and {@code acme[url-list]} as one name, and also the environment
 * variables {@code ACME_URLLIST} and {@code ACME_URL_LIST}. A name covers the elements of its list. Immutable.
 */
public final class RelaxedPatterns {

    /** A key of a map, as opposed to the index of a list. */
    private static final Pattern KEY = Pattern.compile("\\[(?!\\d+])([^]]*)]");

    private static final Pattern SEPARATOR = Pattern.compile("[.\\[]");

    private final NamePatterns properties;
    private final List<Pattern> variables;

    private RelaxedPatterns(NamePatterns properties, List<Pattern> variables) {
        this.properties = properties;
        this.variables = variables;
    }

    public static RelaxedPatterns of(Stream<String> patterns) {
        List<String> uniform = patterns.map(RelaxedPatterns::uniform).toList();
        return new RelaxedPatterns(
                NamePatterns.of(uniform.stream().flatMap(RelaxedPatterns::withElements)),
                uniform.stream().map(RelaxedPatterns::variable).toList());
    }

    public boolean isEmpty() {
        return variables.isEmpty();
    }

    public boolean matches(String property) {
        return properties.matches(uniform(property));
    }

    /** Also matches a variable that has the name of a property, as containers allow. */
    public boolean matchesVariable(String variable) {
        String name = variable.replaceAll("[-.\\[\\]]", "_");
        return matches(variable)
                || variables.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static String uniform(String name) {
        String dotted = name.indexOf('[') < 0 ? name : KEY.matcher(name).replaceAll(".$1");
        return dotted.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Stream<String> withElements(String pattern) {
        if (pattern.endsWith(".*")) {
            return Stream.of(pattern, pattern.substring(0, pattern.length() - 2) + "[*");
        }
        return pattern.endsWith("*") ? Stream.of(pattern) : Stream.of(pattern, pattern + "[*");
    }

    /** A dash may be an underscore in the variable or be left out, and the uniform name does not say where one stands. */
    private static Pattern variable(String uniform) {
        boolean isPrefix = uniform.endsWith("*");
        String name = isPrefix ? uniform.substring(0, uniform.length() - 1) : uniform;
        List<String> elements = new ArrayList<>();
        for (String element : SEPARATOR.split(name.replace("]", ""), -1)) {
            elements.add(Arrays.stream(element.split("")).map(Pattern::quote).collect(Collectors.joining("_*")));
        }
        return Pattern.compile(
                String.join("_+", elements) + (isPrefix ? ".*" : "(_+\\d+(_.*)?)?"), Pattern.CASE_INSENSITIVE);
    }
}
