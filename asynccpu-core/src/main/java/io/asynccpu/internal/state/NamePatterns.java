package io.asynccpu.internal.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    boolean matches(String name) {
        return names.contains(name) || prefixes.stream().anyMatch(name::startsWith);
    }
}
