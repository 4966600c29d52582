package io.asynccpu.benchmarks.peer;

import io.asynccpu.benchmarks.measure.Spread;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.viktorc.pp4j.api.JavaProcessExecutorService;
import net.viktorc.pp4j.impl.ProcessExecutors;

/** PP4J, the pool of Java processes that is closest to this one. */
final class Pp4jPeer implements Peer {

    private static final int WORKERS = 2;

    private final JavaProcessExecutorService pool;

    Pp4jPeer() throws InterruptedException {
        pool = ProcessExecutors.newFixedJavaProcessPool(WORKERS);
    }

    @Override
    public String id() {
        return Peers.PP4J;
    }

    @Override
    public String name() {
        return "PP4J 2.2";
    }

    @Override
    public double run(Workload workload, int size) throws Exception {
        return switch (workload) {
            case ROUND_TRIP -> roundTrip(size);
            case BURST -> burst(size);
            case ECHO -> echo(size);
            case COLD_START -> coldStart();
        };
    }

    private double roundTrip(int times) throws Exception {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            answer(pool.submit(answering(i)));
            nanos[i] = System.nanoTime() - start;
        }
        return Spread.p50(nanos) / 1e3;
    }

    private double burst(int tasks) throws Exception {
        List<Future<Integer>> submitted = new ArrayList<>(tasks);
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            submitted.add(pool.submit(answering(i)));
        }
        for (Future<Integer> future : submitted) {
            answer(future);
        }
        return tasks / seconds(start);
    }

    private double echo(int mebibytes) throws Exception {
        long start = System.nanoTime();
        answer(pool.submit(answering(new byte[mebibytes << 20])));
        return mebibytes / seconds(start);
    }

    private static double coldStart() throws Exception {
        long start = System.nanoTime();
        try (Pp4jPeer fresh = new Pp4jPeer()) {
            answer(fresh.pool.submit(answering(1)));
            return seconds(start) * 1e3;
        }
    }

    private static <T extends Serializable> Callable<T> answering(T value) {
        return (Callable<T> & Serializable) () -> value;
    }

    private static <T> T answer(Future<T> future) throws Exception {
        return future.get(Peers.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
            pool.forceShutdown();
            if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("PP4J's processes do not end");
            }
        }
    }
}
