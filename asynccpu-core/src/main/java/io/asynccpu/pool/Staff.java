package io.asynccpu.pool;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.launch.WorkerProcess;
import io.asynccpu.supervisor.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerSettings;
import io.asynccpu.transport.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a pool's workers, and owns what they share. That is there only while there are workers: so a parent that is killed
 * leaves nothing that no child removes. Guarded by the pool's lock, but for the construction.
 */
final class Staff {

    private static final Logger LOG = LoggerFactory.getLogger(Staff.class);

    /** Where workers live, and how they are started from there. */
    private record Site(PrivateDirectory directory, WorkerProcess launcher) {}

    private static final Path NOWHERE = Path.of("");

    private final WorkerSettings settings;
    private @Nullable Site site;
    private int hired;

    /**
     * @throws WorkerStartException if no child can ever be started from here
     */
    Staff(WorkerSettings settings) {
        this.settings = settings;
        try {
            open(settings).directory().close();
        } catch (IOException e) {
            throw new WorkerStartException("Pool " + settings.pool() + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static Site open(WorkerSettings settings) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        try {
            return new Site(directory, new WorkerProcess(settings.launch(), directory.path()));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * A worker that is still to be started; if there is no place for its files any more, its start says so.
     *
     * @param heap most bytes, if the settings do not say it; else 0
     */
    Worker hire(Timer timer, WorkerEvents events, long heap) {
        hired++;
        Site home = site;
        try {
            if (home == null) {
                home = open(settings);
                site = home;
            }
        } catch (IOException | RuntimeException e) {
            return new Worker(hired, settings, WorkerProcess.impossible(settings.launch(), e), NOWHERE, timer, events);
        }
        return new Worker(
                hired,
                settings,
                home.launcher().withHeap(heap),
                home.directory().path(),
                timer,
                events);
    }

    /** No worker is left. */
    void close() {
        Site left = site;
        if (left == null) {
            return;
        }
        site = null;
        try {
            left.directory().close();
        } catch (IOException e) {
            LOG.warn(
                    "Files of pool {} remain in {}",
                    settings.pool(),
                    left.directory().path(),
                    e);
        }
    }
}
