package io.asynccpu.pool;

import io.asynccpu.concurrent.Timer;
import io.asynccpu.launch.LaunchSettings;
import io.asynccpu.launch.WorkerLauncher;
import io.asynccpu.process.PrivateDirectory;
import io.asynccpu.process.TemporaryLocations;
import io.asynccpu.protocol.WorkerFiles;
import io.asynccpu.supervisor.WorkerSite;
import io.asynccpu.supervisor.WorkerSites;
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
 * Where a pool's workers have their files. That is there only while there are workers: so a parent that is killed leaves
 * nothing that no child removes. Whatever touches files here runs on a worker's own thread or on one that nobody waits for,
 * and never under the pool's lock.
 */
final class PoolSites implements WorkerSites {

    private static final Logger LOG = LoggerFactory.getLogger(PoolSites.class);

    /** The end of a pool waits no longer for the removal of its files; that goes on. */
    private static final long LONGEST_REMOVAL = TimeUnit.SECONDS.toNanos(10);

    /** What dead pools have left is not this one's business, so its end waits even less. */
    private static final long LONGEST_SWEEP = TimeUnit.SECONDS.toNanos(2);

    private final String pool;
    private final WorkerLauncher launcher;
    private final Timer timer;
    private final Runnable cleared;

    /** What is still to be removed before the pool ends: homes, and what others have left. */
    private final AtomicInteger toRemove = new AtomicInteger();

    private CompletableFuture<@Nullable Void> swept = CompletableFuture.completedFuture(null);

    // Guarded by this.
    private final Map<WorkerSite, Home> sites = new HashMap<>();
    private @Nullable Home home;

    /** What workers share. */
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
    PoolSites(String pool, LaunchSettings launch, Timer timer, Runnable cleared) {
        this.pool = pool;
        this.launcher = new WorkerLauncher(launch);
        this.timer = timer;
        this.cleared = cleared;
    }

    /** Starts the workers. */
    WorkerLauncher launcher() {
        return launcher;
    }

    /** Tries whether there is a place, and leaves nothing there. */
    void check() throws IOException {
        Home tried = make();
        swept = tried.files.swept();
        tried.close();
    }

    /** The pool is to end. Called once, under its lock. */
    void beginEnd() {
        if (!swept.isDone()) {
            Runnable done = removal(LONGEST_SWEEP);
            var unused = swept.whenComplete((nothing, failure) -> timer.after(0, done));
        }
    }

    /** Something is to be removed; what it gives is to be run then, or runs after that time. */
    private Runnable removal(long longest) {
        AtomicBoolean counts = new AtomicBoolean(true);
        Runnable done = () -> {
            if (counts.getAndSet(false)) {
                toRemove.decrementAndGet();
                cleared.run();
            }
        };
        timer.after(longest, done);
        // Not before there was memory for all that: nobody would count it down.
        toRemove.incrementAndGet();
        return done;
    }

    private Home make() throws IOException {
        PrivateDirectory files = PrivateDirectory.create();
        try {
            return new Home(files, launcher.startsProcesses() ? placeOfTemporaryFiles(files) : files);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** Where those of this JVM are, though sockets may have had to go elsewhere, to a place that may be small. */
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

    /** The same sites for a worker that something else starts. */
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
        if (launcher.startsProcesses()) {
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

    /** By a worker whose start failed; nobody else would do it. Caller holds this. */
    private void closeInAnyCase(Home left) {
        while (left.workers == 0) {
            try {
                close(left);
                return;
            } catch (OutOfMemoryError noMemory) {
                OutcomeFuture.pauseWithoutMemory();
            }
        }
    }

    /** Nobody needs it any more. Caller holds this. */
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

    /** Whether nobody needs to wait for the removal of files. */
    boolean isClear() {
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
