package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.List;

/** What a task pays for a line that goes to the parent's log, where it is thrown away, and what the parent pays for its own. */
public final class LogLine extends Row {

    private static final String LOCAL = "in the parent";

    public LogLine() {
        super("log_line", "us");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int lines = rounds.scale().pick(20_000, 10_000, 10);
        try (ProcessTaskPoolExecutor pool =
                Pools.warm(Pools.builder("log").minWorkers(1).maxWorkers(1))) {
            Contender forwarded = new Contender(name(), () -> {
                long nanos = pool.createProcessTask(ManyLines::log, lines).join();
                ArrivedLines.await(lines);
                return nanos / 1e3;
            });
            Contender local = new Contender(LOCAL, () -> {
                long nanos = ManyLines.log(lines);
                ArrivedLines.await(lines);
                return nanos / 1e3;
            });
            Rounds.Results results = rounds.alternate(List.of(forwarded, local));
            return List.of(
                    Figure.compared(name(), unit(), results.of(name()), LOCAL, results.of(LOCAL), Goal.valueAtMost(5)));
        }
    }
}
