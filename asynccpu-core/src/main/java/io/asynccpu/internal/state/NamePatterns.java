package io.asynccpu.internal.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A set of names, some of them given as a prefix followed by {@code *}. */
record NamePatterns(Set<String> names, List<String> prefixes) {

    static NamePatterns of(Stream<String> patterns) {
        Set<String> names = new HashSet<>();
        List<String> prefixes = new ArrayList<>();
        patterns.forEach(pattern -> {
            if (pattern.endsWith("*")) {
                prefixes.add(pattern.substring(0, pattern.length() - 1));
            } else {
                names.add(pattern);
            }
        });
        return new NamePatterns(names, prefixes);
    }

    /** Also matches the relaxed forms of names, by {@link #matchesRelaxed}, and the elements of lists. */
    static NamePatterns relaxed(Stream<String> patterns) {
        NamePatterns exact = of(patterns);
        Set<String> names = exact.names.stream().map(NamePatterns::uniform).collect(Collectors.toSet());
        return exact.plus(new NamePatterns(
                names,
                Stream.concat(
                                exact.prefixes.stream().map(NamePatterns::uniform),
                                names.stream().map(name -> name + "["))
                        .toList()));
    }

    /** Spring reads {@code acme.url-list}, {@code acme.urlList} and {@code acme.url_list} as the same name. */
    private static String uniform(String name) {
        return name.indexOf('.') < 0
                ? name
                : name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    NamePatterns plus(NamePatterns other) {
        Set<String> allNames = new HashSet<>(names);
        allNames.addAll(other.names);
        return new NamePatterns(
                allNames,
                Stream.of(prefixes, other.prefixes).flatMap(Collection::stream).toList());
    }

    boolean isEmpty() {
        return names.isEmpty() && prefixes.isEmpty();
    }

    boolean matches(String name) {
        return names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
    }

    boolean matchesRelaxed(String name) {
        return matches(name) || matches(uniform(name));
    }
}
