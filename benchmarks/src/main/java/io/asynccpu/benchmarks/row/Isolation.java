package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.app.RunningApplication;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Rounds.Results;
import java.util.List;

/**
 * A web endpoint while two tasks eat memory: on threads of the application, and in two workers. Both have 512 MiB of heap in
 * total.
 */
public final class Isolation extends Row {

    private static final String ASYNC = "@Async threads";
    private static final int MEBIBYTES_EATEN = 80;

    public Isolation() {
        super("isolation_p99", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int requests = rounds.scale().pick(1_000, 300, 10);
        try (RunningApplication threads = RunningApplication.start(List.of("-Xmx512m"), FilledCache.OFF);
                RunningApplication processes = RunningApplication.start(
                        List.of("-Xmx128m"),
                        FilledCache.OFF,
                        "--asynccpu.min-workers=2",
                        "--asynccpu.worker.max-heap=192MB")) {
            Results results = rounds.atMost(5)
                    .alternate(List.of(
                            new Contender(ASYNC, () -> underLoad(threads, "threads", requests)),
                            new Contender(name(), () -> underLoad(processes, "processes", requests))));
            return List.of(Figure.timesLower(
                    name(), unit(), results.of(name()), ASYNC, results.of(ASYNC), Goal.ratioAtLeast(5)));
        }
    }

    private static double underLoad(RunningApplication application, String where, int requests) throws Exception {
        application.ask("eat " + where + " " + MEBIBYTES_EATEN);
        try {
            return WebClient.p99Millis(application.port(), requests);
        } finally {
            application.ask("relax");
        }
    }
}
