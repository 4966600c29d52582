package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.raw.RawPair;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** From SIGKILL of a busy worker to the failure of its task's future, beside SIGKILL of a bare JVM to the end of its stream. */
public final class CrashToAnswer extends Row {

    private static final int LONG = 600_000;

    public CrashToAnswer() {
        super("crash_to_answer", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        try (ProcessTaskPoolExecutor pool = Pools.builder("crash").build()) {
            Rounds.Results results = rounds.alternate(List.of(
                    new Contender(RawPair.NAME, CrashToAnswer::killedToEnd),
                    new Contender(name(), () -> killedToFailed(pool))));
            return List.of(Figure.compared(
                    name(), unit(), results.of(name()), RawPair.NAME, results.of(RawPair.NAME), Goal.ratioAtMost(1.2)));
        }
    }

    /** What the kernel takes to end a JVM: the pool cannot know earlier. */
    private static double killedToEnd() throws IOException, InterruptedException {
        try (RawPair raw = RawPair.open()) {
            for (int i = 0; i < 1_000; i++) {
                raw.exchange(i);
            }
            return raw.killedToEnd();
        }
    }

    private static double killedToFailed(ProcessTaskPoolExecutor pool) throws InterruptedException {
        Pools.awaitReady(pool, Pools.WORKERS);
        CountDownLatch running = new CountDownLatch(1);
        ProcessTask<Long> task = pool.createProcessTask(Tasks::announcesAndPauses, LONG);
        var unused = task.onProgress(progress -> running.countDown());
        // One that has not started would be given to another worker.
        running.await();
        ProcessHandle worker = ProcessHandle.of(task.workerPid()).orElseThrow();
        long start = System.nanoTime();
        if (!worker.destroyForcibly()) {
            throw new IllegalStateException("The worker cannot be killed");
        }
        try {
            task.join();
            throw new IllegalStateException("The task has survived its worker");
        } catch (CompletionException e) {
            double millis = (System.nanoTime() - start) / 1e6;
            if (!(e.getCause() instanceof WorkerCrashedException)) {
                throw e;
            }
            return millis;
        }
    }
}
