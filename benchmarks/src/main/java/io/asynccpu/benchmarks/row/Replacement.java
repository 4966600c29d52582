package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/** From the moment at which a task that ignores its timeout is due to be killed, to the start of the next one. */
public final class Replacement implements Row {

    // Also for the next task, whose worker is fresh: long enough on a busy machine.
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(100);

    @Override
    public String name() {
        return "replacement";
    }

    @Override
    public String unit() {
        return "ms";
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        try (ProcessTaskPoolExecutor pool = Pools.builder(name())
                .maxWorkers(1)
                .minWorkers(1)
                .spareWorkers(1)
                .timeout(TIMEOUT)
                .cancelGracePeriod(GRACE)
                .killGracePeriod(GRACE)
                .build()) {
            Rounds.Results results = rounds.alternate(List.of(new Contender(name(), () -> killedToStarted(pool))));
            return List.of(Figure.alone(name(), unit(), results.of(name()), Goal.valueAtMost(5)));
        }
    }

    private static double killedToStarted(ProcessTaskPoolExecutor pool) throws InterruptedException {
        Pools.awaitReady(pool, 2);
        // The way to its worker is counted as delay of the kill.
        long kill = System.nanoTime() + TIMEOUT.plus(GRACE).toNanos();
        ProcessTask<Integer> endless = pool.createProcessTask(Tasks::neverEnds);
        long started = pool.createProcessTask(Tasks::startedAt).join();
        try {
            endless.join();
            throw new IllegalStateException("The endless task has ended");
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof TaskTimeoutException)) {
                throw e;
            }
        }
        return (started - kill) / 1e6;
    }
}
