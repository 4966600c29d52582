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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** From the moment at which a task that ignores its timeout is due to be killed, to the start of the next one. */
public final class Replacement extends Row {

    private static final String FIRST = "a fresh worker's first task";

    // Also for the next task, whose worker is fresh: long enough on a busy machine.
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(100);

    public Replacement() {
        super("replacement", "ms");
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
            Rounds.Results results = rounds.alternate(List.of(
                    new Contender(FIRST, Replacement::firstTask), new Contender(name(), () -> killedToStarted(pool))));
            return List.of(
                    Figure.compared(name(), unit(), results.of(name()), FIRST, results.of(FIRST), Goal.valueAtMost(5)));
        }
    }

    /** What the next task takes from its submission to its start in a worker that has never run one, without any kill. */
    private static double firstTask() throws InterruptedException {
        try (ProcessTaskPoolExecutor pool =
                Pools.builder("first").maxWorkers(1).minWorkers(1).build()) {
            Pools.awaitReady(pool, 1);
            TimeUnit.MILLISECONDS.sleep(TIMEOUT.toMillis());
            long submitted = System.nanoTime();
            return (pool.createProcessTask(Tasks::startedAt).join() - submitted) / 1e6;
        }
    }

    private static double killedToStarted(ProcessTaskPoolExecutor pool) throws InterruptedException {
        Pools.awaitReady(pool, 2);
        CompletableFuture<Long> begun = new CompletableFuture<>();
        ProcessTask<Integer> endless =
                pool.createProcessTask(Tasks::neverEnds).onProgress(progress -> begun.complete(progress.done()));
        long started = pool.createProcessTask(Tasks::startedAt).join();
        try {
            endless.join();
            throw new IllegalStateException("The endless task has ended");
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof TaskTimeoutException)) {
                throw e;
            }
        }
        // Its time began when its worker had what it calls.
        long kill = begun.join() + TIMEOUT.plus(GRACE).toNanos();
        return (started - kill) / 1e6;
    }
}
