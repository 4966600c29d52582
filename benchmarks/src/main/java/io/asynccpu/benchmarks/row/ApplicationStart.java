package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.web.WebApplicationStart;
import java.util.List;
import java.util.stream.Stream;

/**
 * The start of a web application with actuator that has the starter on its class path, beside the same application without it: at
 * first with no annotated bean, then with one. No worker is started. Beside the time until it is ready the processor time of all its
 * threads, as the starter has some of its work done by another thread; other processes disturb that less.
 */
public final class ApplicationStart extends Row {

    private static final String WITHOUT = "without the starter";
    private static final String PROCESSOR = "_cpu";

    public ApplicationStart() {
        super("application_start", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        String annotated = name() + "_annotated";
        try (WebApplicationStart start = WebApplicationStart.prepare()) {
            Rounds.Results results = rounds.alternateCold(List.of(
                    contender(name(), WITHOUT, () -> start.withoutStarter("default")),
                    contender(name(), "", () -> start.withStarter("default")),
                    contender(annotated, WITHOUT, () -> start.withoutStarter(WebApplicationStart.ANNOTATED)),
                    contender(annotated, "", () -> start.withStarter(WebApplicationStart.ANNOTATED))));
            return Stream.of(name(), name() + PROCESSOR, annotated, annotated + PROCESSOR)
                    .map(name -> figure(name, results))
                    .toList();
        }
    }

    private static Contender contender(String name, String suffix, Contender.Trials trials) {
        return new Contender(List.of(name + suffix, name + PROCESSOR + suffix), trials);
    }

    private Figure figure(String name, Rounds.Results results) {
        return Figure.compared(
                name, unit(), results.of(name), WITHOUT, results.of(name + WITHOUT), Goal.ratioAtMost(1.03));
    }
}
