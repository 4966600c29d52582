package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.web.WebApplicationStart;
import java.util.List;

/**
 * The start of a web application with actuator that has the starter on its class path, beside the same application without it: at
 * first with no annotated bean, then with one. No worker is started.
 */
public final class ApplicationStart extends Row {

    private static final String WITHOUT = "without the starter";

    public ApplicationStart() {
        super("application_start", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        String annotated = name() + "_annotated";
        try (WebApplicationStart start = WebApplicationStart.prepare()) {
            Rounds.Results results = rounds.alternateCold(List.of(
                    new Contender(WITHOUT, () -> start.millisWithoutStarter("default")),
                    new Contender(name(), () -> start.millisWithStarter("default")),
                    new Contender(annotated + WITHOUT, () -> start.millisWithoutStarter(WebApplicationStart.ANNOTATED)),
                    new Contender(annotated, () -> start.millisWithStarter(WebApplicationStart.ANNOTATED))));
            return List.of(figure(name(), results, WITHOUT), figure(annotated, results, annotated + WITHOUT));
        }
    }

    private Figure figure(String name, Rounds.Results results, String baseline) {
        return Figure.compared(name, unit(), results.of(name), WITHOUT, results.of(baseline), Goal.ratioAtMost(1.03));
    }
}
