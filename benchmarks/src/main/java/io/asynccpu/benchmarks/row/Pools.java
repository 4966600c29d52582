package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.StartupCache;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pool that is measured, as its users would make it: two workers, all else by default. */
final class Pools {

    static final int WORKERS = 2;

    private Pools() {}

    /** Bare workers, from no cache, whose filling would disturb; to be changed where a row needs something else. */
    static ProcessTaskPoolExecutorBuilder builder(String name) {
        return ProcessTaskPoolExecutor.builder()
                .name(name)
                .maxWorkers(WORKERS)
                .minWorkers(WORKERS)
                .startupCache(StartupCache.OFF)
                .cancelTasksWhenShutdown(true);
    }

    /** All workers are there and have run something. */
    static ProcessTaskPoolExecutor warm(ProcessTaskPoolExecutorBuilder builder) {
        ProcessTaskPoolExecutor pool = builder.build();
        List<ProcessTask<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            tasks.add(pool.createProcessTask(Tasks::pauses, 20));
        }
        tasks.forEach(ProcessTask::join);
        return pool;
    }

    static ProcessTaskPoolExecutor warm(String name) {
        return warm(builder(name));
    }

    /** Waits until so many workers can take tasks. */
    static void awaitReady(ProcessTaskPoolExecutor pool, int workers) throws InterruptedException {
        while (pool.snapshot().workers().stream()
                        .filter(worker -> worker.state().equals("READY"))
                        .count()
                < workers) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
