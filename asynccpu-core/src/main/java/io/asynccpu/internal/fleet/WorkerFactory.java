package io.asynccpu.internal.fleet;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.parent.Worker;
import io.asynccpu.internal.parent.WorkerEvents;
import io.asynccpu.internal.parent.WorkerSettings;
import java.io.IOException;

/** Creates the workers of a pool and numbers them. Guarded by the pool's lock, except for the construction. */
final class WorkerFactory {

    private final WorkerSettings settings;
    private final PoolSites sites;
    private final Timer timer;
    private final WorkerEvents events;
    private int made;

    /**
     * @throws WorkerStartException if no child can ever be started from here
     */
    WorkerFactory(WorkerSettings settings, PoolSites sites, Timer timer, WorkerEvents events) {
        this.settings = settings;
        this.sites = sites;
        this.timer = timer;
        this.events = events;
        try {
            sites.check();
        } catch (IOException e) {
            throw new WorkerStartException("Pool " + settings.pool() + " cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a worker that is still to be started. If there is no place for its files any more, its start fails.
     *
     * @param heap most bytes, if the settings do not say it; else 0
     */
    Worker make(long heap) {
        made++;
        return new Worker(made, settings, false, heap, sites, timer, events);
    }
}
