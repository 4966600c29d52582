package io.asynccpu.internal.parent;

import java.io.IOException;

/** The sites of a pool's workers. Called on the workers' own threads, since it works with files. */
public interface WorkerSites {

    /**
     * Prepares a site.
     *
     * @param workerId unique in the pool
     * @throws IOException if there is no room for a worker
     * @throws io.asynccpu.api.WorkerStartException if no child can be started from this application
     */
    WorkerSite open(int workerId) throws IOException;

    /** Nothing is left of the worker and its descendants: all its files are deleted. Returns at once. */
    void close(WorkerSite site);
}
