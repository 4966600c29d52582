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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A large array there and back, in MiB of it a second. */
public final class Echo extends Row {

    private static final String BYTES = "byte[]";
    private static final String DOUBLES = "double[]";

    private final Peers peers;

    public Echo(Peers peers) {
        super("echo_64mib", "MiB/s");
        this.peers = peers;
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int mebibytes = rounds.scale().pick(64, 64, 1);
        byte[] bytes = new byte[mebibytes << 20];
        double[] doubles = new double[bytes.length / Double.BYTES];
        ByteBuffer block = ByteBuffer.allocateDirect(bytes.length);
        try (RawPair raw = RawPair.open();
                ProcessTaskPoolExecutor pool = Pools.warm("echo");
                Peers.Open open = peers.open()) {
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(RawPair.NAME, () -> raw.echo(block)));
            contenders.add(new Contender(RawPair.NEW_ARRAYS, () -> raw.echoInNewArrays(bytes)));
            contenders.add(new Contender(
                    BYTES,
                    () -> rate(
                            mebibytes,
                            () -> pool.createProcessTask(Tasks::echoBytes, bytes)
                                            .join()
                                            .length
                                    == bytes.length)));
            contenders.add(new Contender(
                    DOUBLES,
                    () -> rate(
                            mebibytes,
                            () -> pool.createProcessTask(Tasks::echoDoubles, doubles)
                                            .join()
                                            .length
                                    == doubles.length)));
            contenders.addAll(open.contenders(Workload.ECHO, mebibytes));
            return figures(rounds.alternate(contenders), open.measured());
        }
    }

    private List<Figure> figures(Rounds.Results results, List<Peer> measured) {
        List<Figure> figures = new ArrayList<>();
        Spread raw = results.of(RawPair.NAME);
        Spread bytes = results.of(BYTES);
        figures.add(Figure.compared(name(), unit(), bytes, RawPair.NAME, raw, Goal.ratioAtLeast(0.5)));
        figures.add(Figure.compared(
                name() + "_doubles", unit(), results.of(DOUBLES), RawPair.NAME, raw, Goal.ratioAtLeast(0.5)));
        figures.add(Figure.compared(
                name() + "_new_arrays", unit(), bytes, RawPair.NEW_ARRAYS, results.of(RawPair.NEW_ARRAYS)));
        for (Peer peer : measured) {
            figures.add(Figure.compared(name() + "_" + peer.id(), unit(), bytes, peer.name(), results.of(peer.name())));
        }
        return figures;
    }

    /** Whether all came back. */
    @FunctionalInterface
    private interface Call {

        boolean run();
    }

    private static double rate(int mebibytes, Call call) {
        long start = System.nanoTime();
        if (!call.run()) {
            throw new IllegalStateException("An echo has come back with another length");
        }
        return mebibytes / ((System.nanoTime() - start) / 1e9);
    }
}
