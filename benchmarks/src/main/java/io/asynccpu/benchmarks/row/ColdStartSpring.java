package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.app.RunningApplication;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.List;

/**
 * From the start of a child until its quiet context can take tasks, beside the start of the application itself; with the
 * start-up cache and without. The lazy application tells how much of that the JVM and Spring Boot take by themselves.
 */
public final class ColdStartSpring extends Row {

    private static final String APPLICATION = "the application's own start";
    private static final int CACHED_BY_CLASS_DATA = 17;

    public ColdStartSpring() {
        super("cold_start_spring", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        double goal = Runtime.version().feature() > CACHED_BY_CLASS_DATA ? 0.25 : 0.30;
        if (!FilledCache.isKnown()) {
            Rounds.Results results = rounds.atMost(5).alternateCold(List.of(start(name(), FilledCache.OFF)));
            return List.of(figure(results, name(), Goal.ratioAtMost(goal)));
        }
        String uncached = name() + "_uncached";
        try (FilledCache cache = FilledCache.ofTheApplication();
                LazyApplication lazy = LazyApplication.prepare()) {
            Rounds.Results results = rounds.atMost(5)
                    .alternateCold(
                            List.of(start(name(), cache.on()), start(uncached, FilledCache.OFF), startRaw(lazy)));
            return List.of(
                    figure(results, name(), Goal.ratioAtMost(goal)),
                    Figure.compared(
                            name() + "_raw",
                            unit(),
                            results.of(name()),
                            LazyApplication.NAME,
                            results.of(LazyApplication.NAME),
                            Goal.ratioAtMost(0.8)),
                    figure(results, uncached));
        }
    }

    private Figure figure(Rounds.Results results, String name, Goal... goals) {
        return Figure.compared(name, unit(), results.of(name), APPLICATION, results.of(name + APPLICATION), goals);
    }

    private static Contender startRaw(LazyApplication lazy) {
        return new Contender(LazyApplication.NAME, () -> {
            try (RunningApplication application = lazy.start()) {
                return application.startMillis();
            }
        });
    }

    /** One application gives both figures, so they are equally disturbed. */
    private static Contender start(String name, String cache) {
        return new Contender(List.of(name + APPLICATION, name), () -> {
            try (RunningApplication application = RunningApplication.start(List.of(), cache)) {
                String child = application.ask("first-task").split(" ", -1)[0];
                return new double[] {application.startMillis(), Long.parseLong(child) / 1e6};
            }
        });
    }
}
