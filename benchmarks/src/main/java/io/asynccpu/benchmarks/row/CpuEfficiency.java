package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that does nothing but compute, beside the same on two threads. */
public final class CpuEfficiency extends Row {

    private static final String THREADS = "two threads";
    private static final int TASK_MILLIS = 50;

    public CpuEfficiency() {
        super("cpu_efficiency", "tasks/s");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int tasks = rounds.scale().pick(100, 50, 4);
        int steps = stepsFor(rounds.scale().pick(TASK_MILLIS, TASK_MILLIS, 1));
        ExecutorService threads = Executors.newFixedThreadPool(Pools.WORKERS);
        try (ProcessTaskPoolExecutor pool = Pools.warm("cpu")) {
            Rounds.Results results = rounds.atMost(5)
                    .alternate(List.of(
                            new Contender(THREADS, () -> inThreads(threads, tasks, steps)),
                            new Contender(name(), () -> inProcesses(pool, tasks, steps))));
            return List.of(Figure.compared(
                    name(), unit(), results.of(name()), THREADS, results.of(THREADS), Goal.ratioAtLeast(0.97)));
        } finally {
            threads.shutdown();
        }
    }

    /** As many as this JVM does in that time when it is warm and alone. */
    private static int stepsFor(int millis) {
        int steps = 1_000;
        long nanos = 0;
        for (int warm = 0; warm < 200 || nanos < 5_000_000; warm++) {
            steps = nanos < 5_000_000 && warm > 100 ? steps * 2 : steps;
            long start = System.nanoTime();
            Tasks.computes(steps);
            nanos = System.nanoTime() - start;
        }
        return (int) (steps * (millis * 1e6 / nanos));
    }

    private static double inThreads(ExecutorService threads, int tasks, int steps) throws Exception {
        List<Future<?>> submitted = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            submitted.add(threads.submit(() -> Tasks.computes(steps)));
        }
        return rate(start, submitted);
    }

    private static double inProcesses(ProcessTaskPoolExecutor pool, int tasks, int steps) throws Exception {
        List<Future<?>> submitted = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            submitted.add(pool.createProcessTask(Tasks::computes, steps));
        }
        return rate(start, submitted);
    }

    private static double rate(long start, List<Future<?>> submitted) throws Exception {
        for (Future<?> future : submitted) {
            future.get();
        }
        return submitted.size() / ((System.nanoTime() - start) / 1e9);
    }
}
