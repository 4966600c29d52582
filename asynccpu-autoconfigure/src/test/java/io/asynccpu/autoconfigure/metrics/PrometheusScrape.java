package io.asynccpu.autoconfigure.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus gets.
 *
 * @param families the names that have a type
 * @param labels for each name of a sample, the names of its labels
 */
record PrometheusScrape(String text, Set<String> families, Map<String, Set<String>> labels) {

    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\w+) ");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    static PrometheusScrape of(String text) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            Set<String> names = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                    .results()
                    .forEach(label -> names.add(label.group(1)));
        }
        Set<String> families = new TreeSet<>();
        FAMILY.matcher(text).results().forEach(family -> families.add(family.group(1)));
        return new PrometheusScrape(text, families, labels);
    }

    /** The value of the one sample whose line begins so. */
    double value(String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .reduce((one, other) -> {
                    throw new AssertionError("Several samples begin with " + beginning + " in\n" + text);
                })
                .orElseThrow(() -> new AssertionError("No sample begins with " + beginning + " in\n" + text));
    }
}
