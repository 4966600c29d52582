package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.row.Timeline.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Groups of no-ops with one long task among them, as often as keeps two workers busy for four fifths of the time. Two
 * threads with one queue show what the no-ops have to wait in any case.
 */
public final class Mixed extends Row {

    private static final String THREADS = "two threads, one queue";
    private static final String BESIDE_IDLE = "mixed_beside_idle_worker";
    private static final String BESIDE_IDLE_FLOOR = BESIDE_IDLE + "_floor";
    private static final String ROUND_TRIP = "a round trip";
    private static final int GROUP = 20;
    private static final int LONG_MILLIS = 200;
    private static final long INTERVAL_NANOS = 120_000_000;

    /** Starts a task that takes so many milliseconds. */
    @FunctionalInterface
    private interface Submission {

        CompletableFuture<long[]> submit(int millis);
    }

    public Mixed() {
        super("mixed", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int groups = rounds.scale().pick(25, 12, 1);
        ExecutorService threads = Executors.newFixedThreadPool(Pools.WORKERS);
        try (ProcessTaskPoolExecutor pool = Pools.warm(name())) {
            Submission inThreads = millis -> CompletableFuture.supplyAsync(() -> Tasks.timed(millis), threads);
            Submission inProcesses = millis -> pool.createProcessTask(Tasks::timed, millis);
            Rounds.Results results = rounds.atMost(5)
                    .alternate(List.of(
                            new Contender(List.of(THREADS, BESIDE_IDLE_FLOOR), () -> waits(run(groups, inThreads))),
                            new Contender(List.of(name(), BESIDE_IDLE), () -> waits(run(groups, inProcesses))),
                            new Contender(ROUND_TRIP, () -> roundTripMillis(pool))));
            return List.of(
                    Figure.compared(
                            name(), unit(), results.of(name()), THREADS, results.of(THREADS), Goal.ratioAtMost(1.25)),
                    Figure.compared(
                            BESIDE_IDLE,
                            unit(),
                            results.of(BESIDE_IDLE),
                            ROUND_TRIP,
                            results.of(ROUND_TRIP),
                            Goal.ratioAtMost(10)),
                    Figure.compared(
                            BESIDE_IDLE_FLOOR,
                            unit(),
                            results.of(BESIDE_IDLE_FLOOR),
                            ROUND_TRIP,
                            results.of(ROUND_TRIP)));
        } finally {
            threads.shutdown();
        }
    }

    /** Of no-ops, and at most of a task beside an idle worker, in milliseconds. */
    private static double[] waits(List<Ran> ran) {
        return new double[] {
            Timeline.p99OfNoOps(ran) / 1e6, Timeline.longestWaitBesideAnIdleWorker(ran, Pools.WORKERS) / 1e6
        };
    }

    /** Median of a no-op there and back with nothing else under way. */
    private static double roundTripMillis(ProcessTaskPoolExecutor pool) {
        return RoundTrip.p50(1_000, i -> pool.createProcessTask(Tasks::noOp, i).join()) / 1e3;
    }

    private static List<Ran> run(int groups, Submission submission) {
        Random random = new Random(42);
        List<Integer> durations = new ArrayList<>();
        List<Long> submittedAt = new ArrayList<>();
        List<CompletableFuture<long[]>> futures = new ArrayList<>();
        long start = System.nanoTime();
        for (int group = 0; group < groups; group++) {
            long due = start + group * INTERVAL_NANOS;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int longOne = random.nextInt(GROUP);
            for (int i = 0; i < GROUP; i++) {
                int millis = i == longOne ? LONG_MILLIS : 0;
                durations.add(millis);
                submittedAt.add(System.nanoTime());
                futures.add(submission.submit(millis));
            }
        }
        List<Ran> ran = new ArrayList<>();
        for (int i = 0; i < futures.size(); i++) {
            long[] answer = futures.get(i).join();
            ran.add(new Ran(durations.get(i) > 0, answer[0], submittedAt.get(i), answer[1], answer[2]));
        }
        return ran;
    }
}
