package io.asynccpu.supervisor;

import java.io.IOException;

/** Where workers can live. Called on their own threads, since it works with files. */
public interface WorkerSites {

    /**
     * Makes one ready.
     *
     * @param workerId unique in the pool
     * @throws IOException if there is no place for a worker
     * @throws io.asynccpu.api.WorkerStartException if no child can be started from this application
     */
    WorkerSite open(int workerId) throws IOException;

    /** Nothing of the worker is left, nor of what it had started: whatever there is goes. Returns at once. */
    void close(WorkerSite site);
}
