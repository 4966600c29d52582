package io.asynccpu.benchmarks;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Scale;
import io.asynccpu.benchmarks.peer.Peers;
import io.asynccpu.benchmarks.row.ApplicationStart;
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
import io.asynccpu.benchmarks.row.Walled;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Measures the pool and what it is compared to in one run, in turn, and shows both. A row that fails or hangs is reported, and
 * the others go on. Exit codes: 0 if everything was measured, 1 if something failed, 2 for wrong usage.
 */
public final class SideBySide {

    private static final Duration FINDING_PEERS = Duration.ofMinutes(3);

    private SideBySide() {}

    /** What a run gave. */
    record Report(List<Figure> figures, List<String> failures) {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("--jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(args), names(rows(Peers.none())));
        } catch (IllegalArgumentException wrongUsage) {
            System.err.println(wrongUsage.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        Report report = run(options, System.out);
        // Not by a return: a row that hangs may have left threads behind.
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    static Report run(Options options, PrintStream out) throws Exception {
        out.println(machine());
        Peers peers = TimeLimit.within(
                FINDING_PEERS, "finding the peers", () -> Peers.find(options.peers(), options.tinypool()));
        peers.absences().forEach(out::println);
        Report report = measure(options, rows(peers), out);
        report.failures().addAll(peers.failures());
        report.failures().forEach(failure -> out.println("FAILED: " + failure));
        return report;
    }

    static Report measure(Options options, List<Row> rows, PrintStream out) throws InterruptedException {
        Report report = new Report(new ArrayList<>(), new ArrayList<>());
        out.println(Table.head());
        for (Row row : rows) {
            if (!options.wants(row.name())) {
                continue;
            }
            // What one row leaves behind is no burden to the next.
            System.gc();
            try {
                for (Figure figure :
                        TimeLimit.within(options.limit(), row.name(), () -> row.measure(options.newRounds()))) {
                    out.println(Table.line(figure, options.scale() != Scale.SMOKE));
                    report.figures().add(figure);
                }
            } catch (ExecutionException e) {
                e.printStackTrace(out);
                report.failures().add(row.name() + ": " + e.getCause());
            } catch (TimeoutException e) {
                report.failures().add(e.getMessage());
            }
            if (options.json() != null) {
                // After each row, so a run that is cut off leaves what it has.
                Json.write(report.figures(), options.json());
            }
        }
        return report;
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
                new ApplicationStart(),
                new IdleRssBare(),
                new IdleRssSpring(),
                new QueuedBytes(),
                new Replacement(),
                new CrashToAnswer(),
                new LogLine(),
                new Walled(),
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
