package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.app.RunningApplication;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.List;

/** From the start of a child until its quiet context can take tasks, beside the start of the application itself. */
public final class ColdStartSpring implements Row {

    private static final String APPLICATION = "the application's own start";
    private static final int CACHED_BY_CLASS_DATA = 17;

    @Override
    public String name() {
        return "cold_start_spring";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        double[] child = new double[1];
        Rounds.Results results = rounds.alternateCold(List.of(
                new Contender(APPLICATION, () -> {
                    // One application gives both figures, so they are equally disturbed.
                    try (RunningApplication application = RunningApplication.start(List.of())) {
                        child[0] = Long.parseLong(application.ask("first-task").split(" ", -1)[0]) / 1e6;
                        return application.startMillis();
                    }
                }),
                new Contender(name(), () -> child[0])));
        double goal = Runtime.version().feature() > CACHED_BY_CLASS_DATA ? 0.25 : 0.30;
        return List.of(Figure.compared(
                name(), unit(), results.of(name()), APPLICATION, results.of(APPLICATION), Goal.ratioAtMost(goal)));
    }
}
