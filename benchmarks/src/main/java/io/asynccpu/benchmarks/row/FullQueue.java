package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import java.lang.management.ManagementFactory;

/** Main class for {@link QueuedBytes}: fills a queue behind a task that does not end. */
final class FullQueue {

    private static final int FOREVER = 3_600_000;

    private FullQueue() {}

    public static void main(String[] args) throws InterruptedException {
        int tasks = Integer.parseInt(args[0]);
        // Compiled code and memory that the process has touched before, for both figures.
        fill(tasks);
        Filled tenth = fill(tasks / 10);
        Filled whole = fill(tasks);
        System.out.println(whole.bytesPerTask + " " + whole.nanosPerTask + " " + tenth.nanosPerTask);
    }

    private record Filled(double bytesPerTask, double nanosPerTask) {}

    private static Filled fill(int tasks) throws InterruptedException {
        ProcessTaskPoolExecutor pool =
                Pools.builder("queue").minWorkers(1).maxWorkers(1).build();
        Pools.awaitReady(pool, 1);
        var blocker = pool.createProcessTask(Tasks::pauses, FOREVER);
        long before = usedHeap();
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            var unused = pool.createProcessTask(Tasks::noOp, i);
        }
        long submitted = System.nanoTime() - start;
        long after = usedHeap();
        start = System.nanoTime();
        pool.shutdownNow();
        long ended = System.nanoTime() - start;
        // The end of the worker's process takes as long for a short queue.
        pool.close();
        if (!blocker.isCancelled()) {
            throw new IllegalStateException("The queue was not full all the time");
        }
        return new Filled((after - before) / (double) tasks, (submitted + ended) / (double) tasks);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
