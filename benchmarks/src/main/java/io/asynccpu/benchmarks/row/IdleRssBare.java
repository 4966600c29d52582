package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.raw.RawPair;
import java.util.List;

/** Resident memory of a bare worker that has run one no-op, beside that of a JVM that has only answered once on a socket. */
public final class IdleRssBare extends Row {

    public IdleRssBare() {
        super("idle_rss_bare", "MiB");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        Contender raw = new Contender(RawPair.NAME, () -> {
            try (RawPair pair = RawPair.open()) {
                pair.exchange(1);
                return IdleMemory.mebibytes(pair.childPid(), rounds.scale());
            }
        });
        Contender worker = new Contender(name(), () -> {
            try (ProcessTaskPoolExecutor pool =
                    Pools.builder("idle").minWorkers(0).build()) {
                long pid = pool.createProcessTask(Tasks::pauses, 0).join();
                return IdleMemory.mebibytes(pid, rounds.scale());
            }
        });
        Rounds.Results results = rounds.atMost(5).alternateCold(List.of(raw, worker));
        return List.of(Figure.compared(
                name(), unit(), results.of(name()), RawPair.NAME, results.of(RawPair.NAME), Goal.valueAtMost(45)));
    }
}
