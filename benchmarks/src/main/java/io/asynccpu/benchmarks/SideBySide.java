package io.asynccpu.benchmarks;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Scale;
import io.asynccpu.benchmarks.peer.Peers;
import io.asynccpu.benchmarks.row.Burst;
import io.asynccpu.benchmarks.row.ColdStartBare;
import io.asynccpu.benchmarks.row.ColdStartSpring;
import io.asynccpu.benchmarks.row.CpuEfficiency;
import io.asynccpu.benchmarks.row.CrashToAnswer;
import io.asynccpu.benchmarks.row.Echo;
import io.asynccpu.benchmarks.row.IdleRssBare;
import io.asynccpu.benchmarks.row.IdleRssSpring;
import io.asynccpu.benchmarks.row.Isolation;
import io.asynccpu.benchmarks.row.LogLine;
import io.asynccpu.benchmarks.row.Mixed;
import io.asynccpu.benchmarks.row.QueuedBytes;
import io.asynccpu.benchmarks.row.Records;
import io.asynccpu.benchmarks.row.Replacement;
import io.asynccpu.benchmarks.row.RoundTrip;
import io.asynccpu.benchmarks.row.Row;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Measures the pool and what it is compared to in one run, in turn, and shows both. */
public final class SideBySide {

    private SideBySide() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("--jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        try {
            Options options = Options.parse(List.of(args), names(rows(Peers.none())));
            run(options, System.out);
        } catch (IllegalArgumentException wrongUsage) {
            System.err.println(wrongUsage.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
        }
    }

    static List<Figure> run(Options options, PrintStream out) throws Exception {
        Peers peers = options.peers() ? Peers.find() : Peers.none();
        out.println(machine());
        peers.absences().forEach(out::println);
        out.println(Table.head());
        List<Figure> figures = new ArrayList<>();
        for (Row row : rows(peers)) {
            if (options.wants(row.name())) {
                for (Figure figure : row.measure(new Rounds(options.scale(), options.rounds()))) {
                    out.println(Table.line(figure, options.scale() != Scale.SMOKE));
                    figures.add(figure);
                }
            }
        }
        if (options.json() != null) {
            Json.write(figures, options.json());
        }
        return figures;
    }

    static List<Row> rows(Peers peers) {
        return List.of(
                new RoundTrip(peers),
                new Burst(peers),
                new Echo(peers),
                new Records(),
                new CpuEfficiency(),
                new Mixed(),
                new ColdStartBare(peers),
                new ColdStartSpring(),
                new IdleRssBare(),
                new IdleRssSpring(),
                new QueuedBytes(),
                new Replacement(),
                new CrashToAnswer(),
                new LogLine(),
                new Isolation());
    }

    static List<String> names(List<Row> rows) {
        return rows.stream().map(Row::name).toList();
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%s %s, %d processors, %s %s",
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }
}
