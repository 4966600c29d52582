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
import io.asynccpu.benchmarks.raw.RawPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A large array there and back, in MiB of it a second. */
public final class Echo extends Row {

    private static final String BYTES = "byte[]";
    private static final String DOUBLES = "double[]";
    private static final String SMALL = " of 1 MiB";

    private final Peers peers;

    public Echo(Peers peers) {
        super("echo_64mib", "MiB/s");
        this.peers = peers;
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int mebibytes = rounds.scale().pick(64, 64, 1);
        ByteBuffer block = ByteBuffer.allocateDirect(mebibytes << 20);
        try (RawPair raw = RawPair.open();
                ProcessTaskPoolExecutor pool = Pools.warm("echo");
                Peers.Open open = peers.open()) {
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(RawPair.NAME, () -> raw.echo(block)));
            contenders.addAll(contenders(raw, pool, mebibytes, 1, ""));
            contenders.addAll(contenders(raw, pool, 1, mebibytes, SMALL));
            contenders.addAll(open.contenders(Workload.ECHO, mebibytes));
            return figures(rounds.alternate(contenders), open.measured());
        }
    }

    /** Each sends as much in one round, in arrays of that size. */
    private static List<Contender> contenders(
            RawPair raw, ProcessTaskPoolExecutor pool, int mebibytes, int times, String size) {
        byte[] bytes = new byte[mebibytes << 20];
        double[] doubles = new double[bytes.length / Double.BYTES];
        return List.of(
                new Contender(
                        RawPair.NEW_ARRAYS + size,
                        () -> rate(mebibytes, times, () -> {
                            raw.echoInNewArrays(bytes);
                            return true;
                        })),
                new Contender(
                        BYTES + size,
                        () -> rate(
                                mebibytes,
                                times,
                                () -> pool.createProcessTask(Tasks::echoBytes, bytes)
                                                .join()
                                                .length
                                        == bytes.length)),
                new Contender(
                        DOUBLES + size,
                        () -> rate(
                                mebibytes,
                                times,
                                () -> pool.createProcessTask(Tasks::echoDoubles, doubles)
                                                .join()
                                                .length
                                        == doubles.length)));
    }

    private List<Figure> figures(Rounds.Results results, List<Peer> measured) {
        Spread bytes = results.of(BYTES);
        List<Figure> figures = new ArrayList<>();
        figures.addAll(besideNewArrays(name(), results, ""));
        figures.addAll(besideNewArrays(name() + "_by_1mib", results, SMALL));
        figures.add(Figure.compared(name() + "_reused_arrays", unit(), bytes, RawPair.NAME, results.of(RawPair.NAME)));
        for (Peer peer : measured) {
            figures.add(Figure.compared(name() + "_" + peer.id(), unit(), bytes, peer.name(), results.of(peer.name())));
        }
        return figures;
    }

    private List<Figure> besideNewArrays(String name, Rounds.Results results, String size) {
        Spread raw = results.of(RawPair.NEW_ARRAYS + size);
        return List.of(
                Figure.compared(
                        name, unit(), results.of(BYTES + size), RawPair.NEW_ARRAYS, raw, Goal.ratioAtLeast(1.0)),
                Figure.compared(
                        name + "_doubles",
                        unit(),
                        results.of(DOUBLES + size),
                        RawPair.NEW_ARRAYS,
                        raw,
                        Goal.ratioAtLeast(0.9)));
    }

    /** Whether all came back. */
    @FunctionalInterface
    private interface Call {

        boolean run() throws IOException;
    }

    private static double rate(int mebibytes, int times, Call call) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            if (!call.run()) {
                throw new IllegalStateException("An echo has come back with another length");
            }
        }
        return mebibytes * times / ((System.nanoTime() - start) / 1e9);
    }
}
