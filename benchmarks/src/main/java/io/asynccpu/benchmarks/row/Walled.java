package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.Sandbox;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Scale;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What the sandbox costs: each figure beside that of the same pool without it. Without bubblewrap the row fails. */
public final class Walled extends Row {

    private static final String WITHOUT = "without sandbox";
    private static final String EXTRA = "_start_extra";
    private static final String START = "_cold_start_bare";
    private static final String ROUND_TRIP = "_round_trip_p50";
    private static final String ECHO = "_echo_64mib";
    private static final String MEMORY = "_idle_rss_bare";

    public Walled() {
        super("sandbox", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        Rounds.Results starts;
        try (FilledCache cache = FilledCache.ofBareWorkers()) {
            AtomicInteger round = new AtomicInteger();
            starts = rounds.alternateCold(List.of(
                    new Contender(List.of(START, WITHOUT, EXTRA), () -> starts(cache, round.getAndIncrement()))));
        }
        return List.of(
                Figure.alone(name() + EXTRA, unit(), starts.of(EXTRA), Goal.valueAtMost(20)),
                compared(START, unit(), starts),
                compared(ROUND_TRIP, "us", roundTrips(rounds), Goal.ratioAtMost(1.05)),
                compared(ECHO, "MiB/s", echoes(rounds)),
                compared(MEMORY, "MiB", memory(rounds)));
    }

    private Figure compared(String name, String unit, Rounds.Results results, Goal... goals) {
        return Figure.compared(name() + name, unit, results.of(name), WITHOUT, results.of(WITHOUT), goals);
    }

    private static ProcessTaskPoolExecutorBuilder walled(ProcessTaskPoolExecutorBuilder builder) {
        return builder.sandbox(Sandbox.bubblewrap().build());
    }

    /** A pair, since it is the difference that counts; each is the first one in half of the rounds. */
    private static double[] starts(FilledCache cache, int round) {
        boolean isFirst = round % 2 == 0;
        double before = isFirst ? firstResult(walled(cache.builder())) : 0;
        double without = firstResult(cache.builder());
        double with = isFirst ? before : firstResult(walled(cache.builder()));
        return new double[] {with, without, with - without};
    }

    private static double firstResult(ProcessTaskPoolExecutorBuilder builder) {
        return ColdStartBare.firstResult(builder::build);
    }

    private static Rounds.Results roundTrips(Rounds rounds) throws Exception {
        int times = rounds.scale().pick(10_000, 4_000, 20);
        try (ProcessTaskPoolExecutor without = Pools.warm("open");
                ProcessTaskPoolExecutor with = Pools.warm(walled(Pools.builder("walled")))) {
            return rounds.alternate(List.of(
                    new Contender(WITHOUT, () -> roundTrip(without, times)),
                    new Contender(ROUND_TRIP, () -> roundTrip(with, times))));
        }
    }

    private static double roundTrip(ProcessTaskPoolExecutor pool, int times) {
        return RoundTrip.p50(times, i -> pool.createProcessTask(Tasks::noOp, i).join());
    }

    private static Rounds.Results echoes(Rounds rounds) throws Exception {
        byte[] bytes = new byte[rounds.scale().pick(64, 64, 1) << 20];
        try (ProcessTaskPoolExecutor without = Pools.warm("open");
                ProcessTaskPoolExecutor with = Pools.warm(walled(Pools.builder("walled")))) {
            return rounds.alternate(List.of(
                    new Contender(WITHOUT, () -> echo(without, bytes)), new Contender(ECHO, () -> echo(with, bytes))));
        }
    }

    private static double echo(ProcessTaskPoolExecutor pool, byte[] bytes) {
        long start = System.nanoTime();
        if (pool.createProcessTask(Tasks::echoBytes, bytes).join().length != bytes.length) {
            throw new IllegalStateException("An echo has come back with another length");
        }
        return (bytes.length >> 20) / ((System.nanoTime() - start) / 1e9);
    }

    private static Rounds.Results memory(Rounds rounds) throws Exception {
        return rounds.atMost(3)
                .alternateCold(List.of(
                        new Contender(WITHOUT, () -> idle(Pools.builder("open"), rounds.scale())),
                        new Contender(MEMORY, () -> idle(walled(Pools.builder("walled")), rounds.scale()))));
    }

    /** Of the worker and of the processes in front of it. */
    private static double idle(ProcessTaskPoolExecutorBuilder builder, Scale scale)
            throws IOException, InterruptedException {
        try (ProcessTaskPoolExecutor pool = builder.minWorkers(0).build()) {
            var unused = pool.createProcessTask(Tasks::pauses, 0).join();
            double sum = IdleMemory.mebibytes(pool.snapshot().workers().get(0).pid(), scale);
            Optional<ProcessHandle> process =
                    ProcessHandle.of(pool.snapshot().workers().get(0).pid());
            while (process.flatMap(ProcessHandle::parent).isPresent()
                    && !process.get().parent().get().equals(ProcessHandle.current())) {
                process = process.get().parent();
                sum += IdleMemory.mebibytes(process.get().pid(), Scale.SMOKE);
            }
            return sum;
        }
    }
}
