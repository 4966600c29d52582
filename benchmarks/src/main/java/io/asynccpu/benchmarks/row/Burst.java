package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.measure.Spread;
import io.asynccpu.benchmarks.peer.Peer;
import io.asynccpu.benchmarks.peer.Peers;
import io.asynccpu.benchmarks.peer.Workload;
import io.asynccpu.benchmarks.raw.RawPair;
import java.util.ArrayList;
import java.util.List;

/**
 * Many no-ops submitted at once by one thread, until the last is completed. The floor is a raw pair that exchanges as many frames
 * of their size, each answered by one.
 */
public final class Burst extends Row {

    /** Bytes of a no-op, and of its answer. */
    private static final int FRAME = 47;

    private final Peers peers;

    public Burst(Peers peers) {
        super("burst", "tasks/s");
        this.peers = peers;
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int tasks = rounds.scale().pick(200_000, 200_000, 200);
        // Peers are slower; a tenth of the tasks gives their rate, too.
        int peerTasks = rounds.scale().pick(20_000, 8_000, 20);
        try (RawPair raw = RawPair.open();
                ProcessTaskPoolExecutor pool = Pools.warm(name());
                Peers.Open open = peers.open()) {
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(RawPair.NAME, () -> raw.burst(tasks)));
            contenders.add(new Contender(RawPair.FRAMES, () -> raw.burst(tasks, FRAME)));
            contenders.add(new Contender(name(), () -> rate(pool, tasks)));
            contenders.addAll(open.contenders(Workload.BURST, peerTasks));
            return figures(rounds.alternate(contenders), open.measured());
        }
    }

    private List<Figure> figures(Rounds.Results results, List<Peer> measured) {
        Spread own = results.of(name());
        List<Figure> figures = new ArrayList<>();
        for (Peer peer : measured) {
            Spread theirs = results.of(peer.name());
            if (peer.id().equals(Peers.PYTHON)) {
                figures.add(
                        0,
                        Figure.compared(
                                name(),
                                unit(),
                                own,
                                peer.name(),
                                theirs,
                                Goal.valueAtLeast(1_000_000),
                                Goal.ratioAtLeast(100)));
            } else {
                double goal = peer.id().equals(Peers.TINYPOOL) ? 100 : 50;
                figures.add(Figure.compared(
                        name() + "_" + peer.id(), unit(), own, peer.name(), theirs, Goal.ratioAtLeast(goal)));
            }
        }
        if (measured.stream().noneMatch(peer -> peer.id().equals(Peers.PYTHON))) {
            figures.add(0, Figure.alone(name(), unit(), own, Goal.valueAtLeast(1_000_000)));
        }
        figures.add(Figure.compared(name() + "_raw", unit(), own, RawPair.NAME, results.of(RawPair.NAME)));
        figures.add(Figure.compared(name() + "_by_floor", unit(), own, RawPair.FRAMES, results.of(RawPair.FRAMES)));
        return figures;
    }

    /** Of one burst, in tasks a second. */
    static double rate(ProcessTaskPoolExecutor pool, int tasks) {
        List<ProcessTask<Integer>> submitted = new ArrayList<>(tasks);
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            submitted.add(pool.createProcessTask(Tasks::noOp, i));
        }
        for (int i = 0; i < tasks; i++) {
            if (submitted.get(i).join() != i) {
                throw new IllegalStateException("A no-op has answered something else");
            }
        }
        return tasks / ((System.nanoTime() - start) / 1e9);
    }
}
