package io.asynccpu.benchmarks.micro;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole pool with two workers: what a no-op takes alone, and what in a crowd. To be run with a profiler. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DispatchBenchmark {

    private static final int CROWD = 10_000;

    private final ProcessTaskPoolExecutor pool =
            ProcessTaskPoolExecutor.builder().maxWorkers(2).minWorkers(2).build();

    /** Not before both workers are there. */
    @Setup(Level.Trial)
    public void warmUp() {
        crowd();
    }

    @TearDown(Level.Trial)
    public void close() {
        pool.close();
    }

    @Benchmark
    public int alone() {
        return pool.createProcessTask(Math::abs, -1).join();
    }

    @Benchmark
    @OperationsPerInvocation(CROWD)
    public List<ProcessTask<Integer>> crowd() {
        List<ProcessTask<Integer>> tasks = new ArrayList<>(CROWD);
        for (int i = 0; i < CROWD; i++) {
            tasks.add(pool.createProcessTask(Math::abs, -i));
        }
        tasks.forEach(ProcessTask::join);
        return tasks;
    }
}
