package io.asynccpu.pool;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerSettings;
import java.io.IOException;

/** Makes a pool's workers. Guarded by the pool's lock, but for the construction. */
final class Staff {

    private final WorkerSettings settings;
    private final PoolSites sites;
    private int hired;

    /**
     * @throws WorkerStartException if no child can ever be started from here
     */
    Staff(WorkerSettings settings, PoolSites sites) {
        this.settings = settings;
        this.sites = sites;
        try {
            sites.check();
        } catch (IOException e) {
            throw new WorkerStartException("Pool " + settings.pool() + " cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * A worker that is still to be started; if there is no place for its files any more, its start says so.
     *
     * @param heap most bytes, if the settings do not say it; else 0
     */
    Worker hire(Timer timer, WorkerEvents events, long heap) {
        hired++;
        return new Worker(hired, settings, false, heap, sites, timer, events);
    }
}
