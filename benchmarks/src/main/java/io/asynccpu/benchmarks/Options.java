package io.asynccpu.benchmarks;

import io.asynccpu.benchmarks.measure.Scale;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param json where the figures are written, too; null for nowhere
 * @param rows names of the rows to measure; empty for all
 * @param rounds how many rounds count
 * @param peers whether other process pools are measured where they are installed
 */
record Options(Scale scale, @Nullable Path json, List<String> rows, int rounds, boolean peers) {

    static final String USAGE = """
            java -jar benchmarks.jar [--quick] [--json FILE] [--rows a,b] [--rounds N] [--no-peers]
            java -jar benchmarks.jar --jmh [arguments of JMH]

              --quick      all rows in less than five minutes
              --json FILE  write the figures as JSON, too
              --rows a,b   measure these rows only
              --rounds N   count N rounds of each row, without those that warm up
              --no-peers   leave out the other process pools
              --smoke      only try whether everything runs; the figures mean nothing
              --jmh        the benchmarks of the small parts
            """;

    /**
     * @param known names of all rows
     * @throws IllegalArgumentException with what is wrong, for the user
     */
    static Options parse(List<String> arguments, List<String> known) {
        Scale scale = Scale.FULL;
        Path json = null;
        List<String> rows = List.of();
        int rounds = 0;
        boolean peers = true;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> scale = Scale.QUICK;
                case "--smoke" -> scale = Scale.SMOKE;
                case "--no-peers" -> peers = false;
                case "--json" -> json = Path.of(value(option, rest));
                case "--rows" -> rows = rows(value(option, rest), known);
                case "--rounds" -> rounds = rounds(value(option, rest));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }
        return new Options(scale, json, rows, rounds == 0 ? scale.rounds() : rounds, peers);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static List<String> rows(String names, List<String> known) {
        List<String> rows = List.of(names.split(",", -1));
        for (String row : rows) {
            if (!known.contains(row)) {
                throw new IllegalArgumentException("Unknown row " + row + "; there are " + String.join(", ", known));
            }
        }
        return rows;
    }

    private static int rounds(String number) {
        try {
            int rounds = Integer.parseInt(number);
            if (rounds >= 1) {
                return rounds;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the same message.
        }
        throw new IllegalArgumentException("--rounds needs a number from 1, not " + number);
    }

    boolean wants(String row) {
        return rows.isEmpty() || rows.contains(row);
    }
}
