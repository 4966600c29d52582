package io.asynccpu.pool;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.launch.WorkerProcess;
import io.asynccpu.supervisor.Timer;
import io.asynccpu.supervisor.Worker;
import io.asynccpu.supervisor.WorkerEvents;
import io.asynccpu.supervisor.WorkerSettings;
import io.asynccpu.transport.PrivateDirectory;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes workers and remembers how their last starts went. Guarded by the pool's lock, but for the construction.
 *
 * <p>After a failed start further ones wait, twice as long each time; only where no worker is left at all a task's is tried
 * at once.
 */
final class Staff {

    private static final Logger LOG = LoggerFactory.getLogger(Staff.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final WorkerSettings settings;
    private final PrivateDirectory directory;
    private final WorkerProcess launcher;
    private int hired;
    private int failuresInARow;
    private @Nullable String lastFailure;

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

    void started() {
        failuresInARow = 0;
        lastFailure = null;
    }

    void failed(String reason) {
        failuresInARow++;
        lastFailure = reason;
    }

    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    /** How long to wait before the next start. */
    Duration pause() {
        if (failuresInARow == 0) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failuresInARow - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    void close() {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("Files of pool {} remain in {}", settings.pool(), directory.path(), e);
        }
    }
}
