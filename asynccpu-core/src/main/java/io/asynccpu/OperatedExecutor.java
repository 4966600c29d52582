package io.asynccpu;

import io.asynccpu.api.HeapDump;
import io.asynccpu.api.PoolLoad;
import io.asynccpu.api.PoolOperations;
import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.PoolStatistics;
import io.asynccpu.api.ResultReading;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.ThreadDump;
import io.asynccpu.api.WorkerUsage;
import io.asynccpu.internal.pool.ProcessPool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;

/** The operator's part of a {@link ProcessTaskPoolExecutor}. */
abstract class OperatedExecutor extends AbstractExecutorService implements PoolOperations {

    final ProcessPool pool;

    OperatedExecutor(ProcessPool pool) {
        this.pool = pool;
    }

    @Override
    public PoolSnapshot snapshot() {
        return pool.views().snapshot();
    }

    @Override
    public List<PoolSnapshot.Task> queuedTasks(int from, int most) {
        if (from < 0 || most < 0) {
            throw new IllegalArgumentException("from " + from + " and most " + most + " must not be negative");
        }
        return pool.views().queuedTasks(from, most);
    }

    @Override
    public List<TaskFailure> recentFailures() {
        return pool.views().recentFailures();
    }

    @Override
    public boolean cancel(long taskId) {
        return pool.control().cancel(taskId);
    }

    @Override
    public boolean recycleWorker(int workerId) {
        return pool.control().recycle(workerId);
    }

    @Override
    public void pause() {
        pool.control().pause();
    }

    @Override
    public void resume() {
        pool.control().resume();
    }

    @Override
    public void resize(int maxWorkers) {
        pool.control().resize(maxWorkers);
    }

    @Override
    public CompletableFuture<ThreadDump> threadDump(int workerId) {
        return pool.control().threadDump(workerId);
    }

    @Override
    public CompletableFuture<HeapDump> heapDump(int workerId) {
        return pool.control().heapDump(workerId);
    }

    @Override
    public PoolLoad load() {
        return pool.views().load();
    }

    @Override
    public List<ResultReading> resultReadings() {
        return pool.views().resultReadings();
    }

    @Override
    public PoolStatistics statistics() {
        return pool.views().statistics();
    }

    @Override
    public WorkerUsage usage() {
        return pool.views().usage();
    }

    @Override
    public Map<Integer, WorkerUsage> usageByWorker() {
        return pool.views().usageByWorker();
    }
}
