package io.asynccpu.internal.fleet;

import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.internal.parent.WorkerSite;
import io.asynccpu.internal.parent.WorkerSites;
import io.asynccpu.internal.process.PrivateDirectory;
import io.asynccpu.internal.process.TemporaryLocations;
import io.asynccpu.internal.protocol.WorkerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of a pool, in which its workers have their files. They exist only while there are workers, so a parent that is killed
 * leaves nothing that no child removes.
 *
 * <p>Actors: workers' threads, and removal threads for which no other thread waits; none of them touches files under the pool's lock.
 * Shared state: which directories there are and which workers use them, under this monitor; the number of removals to come, atomic.
 */
public final class PoolSites implements WorkerSites {

    private static final Logger LOG = LoggerFactory.getLogger(PoolSites.class);

    /** The end of a pool waits no longer for the removal of its files; that goes on. */
    private static final long LONGEST_REMOVAL = TimeUnit.SECONDS.toNanos(10);

    /** Files of dead pools are removed for others' sake, so the end of this pool waits for that even less. */
    private static final long LONGEST_SWEEP = TimeUnit.SECONDS.toNanos(2);

    private final String pool;
    private final WorkerLauncher launcher;
    private final Timer timer;
    private final Runnable cleared;

    /** Removals to wait for before the pool ends: homes, and files that dead pools have left. */
    private final AtomicInteger toRemove = new AtomicInteger();

    private CompletableFuture<@Nullable Void> swept = CompletableFuture.completedFuture(null);

    // Guarded by this.
    private final Map<WorkerSite, Home> sites = new HashMap<>();
    private @Nullable Home home;

    /** The directories that workers share. */
    private static final class Home {
        final PrivateDirectory files;
        /** May be the same. */
        final PrivateDirectory temporary;

        int workers;
        boolean isLeft;

        Home(PrivateDirectory files, PrivateDirectory temporary) {
            this.files = files;
            this.temporary = temporary;
        }

        boolean isKept() {
            return files.restore() && (temporary == files || temporary.restore());
        }

        void close() throws IOException {
            // First, so that a child that has outlived this process in between still finds it.
            if (temporary != files) {
                temporary.close();
            }
            files.close();
        }
    }

    /**
     * @param cleared runs each time when no files are left
     * @throws io.asynccpu.api.WorkerStartException if no child can be started from this application
     */
    public PoolSites(String pool, LaunchSettings launch, Timer timer, Runnable cleared) {
        this.pool = pool;
        this.launcher = new WorkerLauncher(launch);
        this.timer = timer;
        this.cleared = cleared;
    }

    /** Starts the workers. */
    public WorkerLauncher launcher() {
        return launcher;
    }

    /** Checks that directories can be made, and leaves none. */
    void check() throws IOException {
        Home tried = make();
        swept = tried.files.swept();
        tried.close();
    }

    /** The pool is to end. Called once, under its lock. */
    public void beginEnd() {
        if (!swept.isDone()) {
            Runnable done = removal(LONGEST_SWEEP);
            var unused = swept.whenComplete((nothing, failure) -> timer.after(0, done));
        }
    }

    /** A removal is to come; the returned step is to run after it, and runs after that time in any case. */
    private Runnable removal(long longest) {
        AtomicBoolean counts = new AtomicBoolean(true);
        Runnable done = () -> {
            if (counts.getAndSet(false)) {
                toRemove.decrementAndGet();
                cleared.run();
            }
        };
        timer.after(longest, done);
        // Not before there was memory for all that: else nothing would count it down.
        toRemove.incrementAndGet();
        return done;
    }

    private Home make() throws IOException {
        PrivateDirectory files = PrivateDirectory.create();
        try {
            return new Home(
                    files, launcher.startsProcesses() && !launcher.isWalled() ? placeOfTemporaryFiles(files) : files);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** Where those of this JVM are: the directory of the sockets may be in another place, which may be small. */
    private static PrivateDirectory placeOfTemporaryFiles(PrivateDirectory files) throws IOException {
        Path usual = TemporaryLocations.ofTemporaryFiles();
        if (usual == null || usual.equals(files.path().getParent())) {
            return files;
        }
        PrivateDirectory temporary;
        try {
            temporary = PrivateDirectory.createIn(usual);
        } catch (IOException e) {
            LOG.debug("Temporary files of workers do not go to {}", usual, e);
            return files;
        }
        try {
            files.accompany(temporary);
            return temporary;
        } catch (IOException | RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    @Override
    public WorkerSite open(int workerId) throws IOException {
        return open(workerId, null);
    }

    private synchronized WorkerSite open(int workerId, @Nullable WorkerLauncher special) throws IOException {
        Home here = home;
        if (here == null || !here.isKept()) {
            // Workers that live in the old one stay there; it goes with the last of them.
            here = make();
            home = here;
            toRemove.incrementAndGet();
        }
        boolean isOpen = false;
        try {
            WorkerSite site = furnish(here, workerId, special == null ? launcher : special);
            sites.put(site, here);
            here.workers++;
            isOpen = true;
            return site;
        } finally {
            if (!isOpen) {
                closeInAnyCase(here);
            }
        }
    }

    /** The same sites for a worker that another launcher starts. */
    WorkerSites startedBy(WorkerLauncher special) {
        return new WorkerSites() {

            @Override
            public WorkerSite open(int workerId) throws IOException {
                return PoolSites.this.open(workerId, special);
            }

            @Override
            public void close(WorkerSite site) {
                PoolSites.this.close(site);
            }
        };
    }

    private static WorkerSite furnish(Home home, int workerId, WorkerLauncher launcher) throws IOException {
        WorkerFiles files = new WorkerFiles(home.files.path(), workerId);
        for (Path file : files.all()) {
            home.files.clear(file);
        }
        Path temporary = null;
        if (launcher.startsProcesses() && !launcher.isWalled()) {
            temporary = files.temporary(home.temporary.path());
            home.temporary.clear(temporary);
            home.temporary.make(temporary);
        }
        return new WorkerSite(files, temporary, launcher);
    }

    @Override
    public synchronized void close(WorkerSite site) {
        Home left = sites.get(site);
        if (left == null) {
            return;
        }
        // Not before there is memory for all that: until then it can be done again.
        if (left.workers == 1) {
            close(left);
        } else {
            remove("files of a worker in " + left.files.path(), () -> clear(left, site));
        }
        left.workers--;
        sites.remove(site);
    }

    private static void clear(Home home, WorkerSite site) throws IOException {
        for (Path file : site.files().all()) {
            home.files.delete(file);
        }
        if (site.temporary() != null) {
            home.temporary.delete(site.temporary());
        }
    }

    /** For a worker whose start failed; no other step would do it. Caller holds this. */
    private void closeInAnyCase(Home left) {
        while (left.workers == 0) {
            try {
                close(left);
                return;
            } catch (OutOfMemoryError noMemory) {
                RetryingSteps.pause();
            }
        }
    }

    /** No worker needs it any more. Caller holds this. */
    private void close(Home left) {
        String what = "files in " + left.files.path();
        Runnable done = removal(LONGEST_REMOVAL);
        if (home == left) {
            home = null;
        }
        if (!left.isLeft) {
            // From now on it counts as a removal and no more as a home.
            left.isLeft = true;
            toRemove.decrementAndGet();
        }
        remove(what, () -> {
            try {
                left.close();
            } finally {
                done.run();
            }
        });
    }

    /** Whether the end of the pool need not wait for the removal of files. */
    public boolean isClear() {
        return toRemove.get() == 0;
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A task may have left a lot; and a file system may be slow, or hang. */
    private void remove(String what, Step removal) {
        Runnable step = () -> {
            try {
                removal.run();
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                LOG.warn("Of pool {} remain {}", pool, what, e);
            }
        };
        try {
            Thread thread = new Thread(step, "asynccpu-" + pool + "-removal");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError noThread) {
            step.run();
        }
    }
}
