package io.asynccpu.pool;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.launch.WorkerProcess;
import io.asynccpu.supervisor.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerSettings;
import io.asynccpu.transport.PrivateDirectory;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a pool's workers, and owns what they share. Guarded by the pool's lock, but for the construction. */
final class Staff {

    private static final Logger LOG = LoggerFactory.getLogger(Staff.class);

    private final WorkerSettings settings;
    private final PrivateDirectory directory;
    private final WorkerProcess launcher;
    private int hired;

    /**
     * @throws WorkerStartException if no child can ever be started from here
     */
    Staff(WorkerSettings settings) {
        this.settings = settings;
        try {
            directory = PrivateDirectory.create();
        } catch (IOException e) {
            throw cannotBeMade(e);
        }
        try {
            launcher = new WorkerProcess(settings.launch(), directory.path());
        } catch (WorkerStartException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw cannotBeMade(e);
        }
    }

    private WorkerStartException cannotBeMade(IOException why) {
        return new WorkerStartException("Pool " + settings.pool() + " cannot be made: " + why.getMessage(), why);
    }

    Worker hire(Timer timer, WorkerEvents events) {
        return new Worker(++hired, settings, launcher, directory, timer, events);
    }

    void close() {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("Files of pool {} remain in {}", settings.pool(), directory.path(), e);
        }
    }
}
