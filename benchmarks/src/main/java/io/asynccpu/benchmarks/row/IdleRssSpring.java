package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.app.RunningApplication;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.List;

/**
 * Resident memory of a worker with the application's quiet context that has run one no-op, beside that of the lazy
 * application, which has run nothing. Both without what an archive of classes adds.
 */
public final class IdleRssSpring extends Row {

    public IdleRssSpring() {
        super("idle_rss_spring", "MiB");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        Contender worker = new Contender(name(), () -> {
            try (RunningApplication application = RunningApplication.start(List.of(), FilledCache.OFF)) {
                long pid = Long.parseLong(application.ask("first-task").split(" ", -1)[1]);
                return IdleMemory.mebibytes(pid, rounds.scale());
            }
        });
        Contender raw = new Contender(LazyApplication.NAME, () -> {
            try (RunningApplication application = LazyApplication.startWithoutArchive()) {
                return IdleMemory.mebibytes(application.pid(), rounds.scale());
            }
        });
        Rounds.Results results = rounds.atMost(rounds.scale().pick(3, 1, 1)).alternateCold(List.of(worker, raw));
        return List.of(Figure.compared(
                name(),
                unit(),
                results.of(name()),
                LazyApplication.NAME,
                results.of(LazyApplication.NAME),
                Goal.valueAtMost(100)));
    }
}
