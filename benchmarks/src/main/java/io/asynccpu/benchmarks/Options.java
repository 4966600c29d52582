package io.asynccpu.benchmarks;

import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Scale;
import io.asynccpu.benchmarks.peer.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param json where the figures are written, too; null for nowhere
 * @param rows names of the rows to measure; empty for all
 * @param rounds how many rounds count; null for what the scale and the time allow
 * @param peers ids of the process pools that must be there; null for those that are
 * @param tinypool where tinypool was installed; null to look for it
 */
record Options(
        Scale scale,
        @Nullable Path json,
        List<String> rows,
        @Nullable Integer rounds,
        @Nullable List<String> peers,
        @Nullable Path tinypool) {

    static final String USAGE = """
            java -jar benchmarks.jar [--quick] [--json FILE] [--rows a,b] [--rounds N] [--peers a,b | --no-peers] [--tinypool DIR]
            java -jar benchmarks.jar --jmh [arguments of JMH]

              --quick         all rows in less than five minutes
              --json FILE     write the figures as JSON, too
              --rows a,b      measure these rows only
              --rounds N      count N rounds of each row, however long they take
              --peers a,b     these other process pools, which must be there: python, tinypool, pp4j
              --no-peers      no other process pools
              --tinypool DIR  where "npm install tinypool" was run
              --smoke         only try whether everything runs; the figures mean nothing
              --jmh           the benchmarks of the small parts
            """;

    /**
     * @param known names of all rows
     * @throws IllegalArgumentException with what is wrong, for the user
     */
    static Options parse(List<String> arguments, List<String> known) {
        Scale scale = Scale.FULL;
        Path json = null;
        List<String> rows = List.of();
        Integer rounds = null;
        List<String> peers = null;
        Path tinypool = null;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> scale = Scale.QUICK;
                case "--smoke" -> scale = Scale.SMOKE;
                case "--no-peers" -> peers = List.of();
                case "--peers" -> peers = names("peer", value(option, rest), Peers.IDS);
                case "--tinypool" -> tinypool = Path.of(value(option, rest));
                case "--json" -> json = file(value(option, rest));
                case "--rows" -> rows = names("row", value(option, rest), known);
                case "--rounds" -> rounds = rounds(value(option, rest));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }
        return new Options(scale, json, rows, rounds, peers, tinypool);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static List<String> names(String what, String names, List<String> known) {
        List<String> wanted = List.of(names.split(",", -1));
        for (String name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "Unknown " + what + " " + name + "; there are " + String.join(", ", known));
            }
        }
        return wanted;
    }

    /** Found out now, not after minutes of measuring. */
    private static Path file(String name) {
        Path file = Path.of(name).toAbsolutePath();
        if (Files.isDirectory(file) || file.getParent() == null || !Files.isWritable(file.getParent())) {
            throw new IllegalArgumentException("--json needs a file that can be written, not " + name);
        }
        return file;
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

    /** Of one row. */
    Rounds newRounds() {
        return rounds == null
                ? new Rounds(scale, scale.rounds(), scale.budget())
                : new Rounds(scale, rounds, Duration.ofDays(1));
    }

    /** After which a row has failed. */
    Duration limit() {
        return scale.limit(rounds == null ? scale.rounds() : rounds);
    }
}
