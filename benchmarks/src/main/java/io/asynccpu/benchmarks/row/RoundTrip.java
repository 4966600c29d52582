package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.app.BenchmarkApplication;
import io.asynccpu.benchmarks.app.NoOps;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Spread;
import io.asynccpu.benchmarks.peer.Peer;
import io.asynccpu.benchmarks.peer.Peers;
import io.asynccpu.benchmarks.peer.Workload;
import io.asynccpu.benchmarks.raw.RawPair;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A no-op there and back with nothing else under way. Floors are the raw pair whose ends wait as a pool's must, and a virtual
 * thread that hands an exchange of the raw pair over to a platform thread and waits for it.
 */
public final class RoundTrip extends Row {

    private static final String EXECUTOR = "executor";
    private static final String ANNOTATION = "@ProcessAsync";
    private static final String VIRTUAL = "a virtual thread";
    private static final String HANDED_OVER = "raw socket, handed over";

    /** Absent before JDK 21. */
    private static final @Nullable Method START_VIRTUAL = startVirtual();

    private final Peers peers;

    public RoundTrip(Peers peers) {
        super("round_trip_p50", "us");
        this.peers = peers;
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int times = rounds.scale().pick(10_000, 4_000, 20);
        ExecutorService platform = Executors.newSingleThreadExecutor();
        try (RawPair raw = RawPair.open();
                RawPair selectors = RawPair.openNonBlocking();
                ProcessTaskPoolExecutor pool = Pools.warm("round-trip");
                ConfigurableApplicationContext context = BenchmarkApplication.start();
                Peers.Open open = peers.open()) {
            NoOps noOps = context.getBean(NoOps.class);
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(RawPair.NAME, () -> p50(times, raw::exchange)));
            contenders.add(new Contender(RawPair.SELECTORS, () -> p50(times, selectors::exchange)));
            contenders.add(new Contender(
                    EXECUTOR,
                    () -> p50(times, i -> pool.createProcessTask(Tasks::noOp, i).join())));
            contenders.add(new Contender(
                    ANNOTATION, () -> p50(times, i -> noOps.noOp(i).join())));
            if (START_VIRTUAL != null) {
                contenders.add(new Contender(
                        VIRTUAL,
                        () -> inVirtualThread(() -> p50(times, i -> pool.createProcessTask(Tasks::noOp, i)
                                .join()))));
                contenders.add(new Contender(
                        HANDED_OVER,
                        () -> inVirtualThread(
                                () -> p50(times, i -> CompletableFuture.supplyAsync(() -> raw.exchange(i), platform)
                                        .join()))));
            }
            contenders.addAll(open.contenders(Workload.ROUND_TRIP, times / 4));
            return figures(rounds.alternate(contenders), open.measured());
        } finally {
            platform.shutdown();
        }
    }

    private List<Figure> figures(Rounds.Results results, List<Peer> measured) {
        List<Figure> figures = new ArrayList<>();
        Spread raw = results.of(RawPair.NAME);
        Spread executor = results.of(EXECUTOR);
        figures.add(Figure.compared(name(), unit(), executor, RawPair.NAME, raw, Goal.ratioAtMost(1.2)));
        Spread selectors = results.of(RawPair.SELECTORS);
        figures.add(Figure.compared(name() + "_floor", unit(), selectors, RawPair.NAME, raw));
        figures.add(Figure.compared(name() + "_by_floor", unit(), executor, RawPair.SELECTORS, selectors));
        figures.add(Figure.compared(
                name() + "_process_async", unit(), results.of(ANNOTATION), RawPair.NAME, raw, Goal.ratioAtMost(1.5)));
        if (START_VIRTUAL != null) {
            figures.add(Figure.compared(
                    name() + "_virtual",
                    unit(),
                    results.of(VIRTUAL),
                    "from a platform thread",
                    executor,
                    Goal.ratioAtMost(2)));
            Spread handedOver = results.of(HANDED_OVER);
            figures.add(Figure.compared(name() + "_virtual_floor", unit(), handedOver, RawPair.NAME, raw));
            figures.add(Figure.compared(
                    name() + "_virtual_by_floor", unit(), results.of(VIRTUAL), HANDED_OVER, handedOver));
        }
        for (Peer peer : measured) {
            figures.add(Figure.compared(
                    name() + "_" + peer.id(),
                    unit(),
                    executor,
                    peer.name(),
                    results.of(peer.name()),
                    Goal.ratioAtMost(1)));
        }
        return figures;
    }

    private static @Nullable Method startVirtual() {
        try {
            return Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException before21) {
            return null;
        }
    }

    private static double inVirtualThread(DoubleSupplier measurement) throws Exception {
        CompletableFuture<Double> measured = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                measured.complete(measurement.getAsDouble());
            } catch (RuntimeException | Error e) {
                measured.completeExceptionally(e);
            }
        };
        Objects.requireNonNull(START_VIRTUAL).invoke(null, run);
        return measured.get();
    }

    /** Median in microseconds. */
    static double p50(int times, IntUnaryOperator call) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            if (call.applyAsInt(i) != i) {
                throw new IllegalStateException("A no-op has answered something else");
            }
            nanos[i] = System.nanoTime() - start;
        }
        return Spread.p50(nanos) / 1e3;
    }
}
