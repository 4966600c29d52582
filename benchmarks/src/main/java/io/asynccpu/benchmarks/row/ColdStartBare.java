package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Spread;
import io.asynccpu.benchmarks.peer.Peer;
import io.asynccpu.benchmarks.peer.Peers;
import io.asynccpu.benchmarks.peer.Workload;
import io.asynccpu.benchmarks.raw.HelloProcess;
import io.asynccpu.benchmarks.raw.RawPair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Build a pool, submit a no-op, have its result. */
public final class ColdStartBare extends Row {

    private static final String HELLO = "java hello world";

    private final Peers peers;

    public ColdStartBare(Peers peers) {
        super("cold_start_bare", "ms");
        this.peers = peers;
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        try (HelloProcess hello = HelloProcess.prepare();
                FilledCache cache = FilledCache.ofBareWorkers();
                Peers.Open open = peers.open()) {
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(HELLO, hello::run));
            contenders.add(new Contender(RawPair.NAME, ColdStartBare::firstAnswer));
            contenders.add(new Contender(name(), () -> firstResult(cache::pool)));
            contenders.add(new Contender(uncached(), () -> firstResult(ColdStartBare::uncachedPool)));
            contenders.addAll(open.contenders(Workload.COLD_START, 1));
            return figures(rounds.alternate(contenders), open.measured());
        }
    }

    private List<Figure> figures(Rounds.Results results, List<Peer> measured) {
        List<Figure> figures = new ArrayList<>();
        Spread own = results.of(name());
        figures.add(Figure.compared(name(), unit(), own, HELLO, results.of(HELLO), Goal.ratioAtMost(2)));
        figures.add(Figure.compared(name() + "_raw", unit(), own, RawPair.NAME, results.of(RawPair.NAME)));
        figures.add(Figure.compared(uncached(), unit(), results.of(uncached()), HELLO, results.of(HELLO)));
        for (Peer peer : measured) {
            figures.add(Figure.compared(name() + "_" + peer.id(), unit(), own, peer.name(), results.of(peer.name())));
        }
        return figures;
    }

    private String uncached() {
        return name() + "_uncached";
    }

    /** What a JVM and a socket take without a pool. */
    private static double firstAnswer() throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (RawPair raw = RawPair.open()) {
            raw.exchange(1);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static ProcessTaskPoolExecutor uncachedPool() {
        return Pools.builder("cold").minWorkers(0).build();
    }

    /** The end of the pool is not counted. */
    static double firstResult(Supplier<ProcessTaskPoolExecutor> build) {
        long start = System.nanoTime();
        try (ProcessTaskPoolExecutor pool = build.get()) {
            pool.createProcessTask(Tasks::noOp, 1).join();
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
