package io.asynccpu.internal.launch.archive;

import io.asynccpu.api.StartupCache;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start-up cache of one pool: finds the archive that fits its workers, and records it. No error of the cache fails a start: it is
 * logged, and workers start without an archive.
 *
 * <p><b>Actors.</b> The threads that start workers and report how the starts ended, and the thread that records. <b>Shared state.</b> The
 * trust in the archive, guarded by this object's monitor with the values that are calculated once. Reading the archive for its checksum
 * happens under the monitor, so that other starts wait for the result.
 */
public final class StartupArchives {

    /** {@code TRUSTED ⇄ DOUBTED}, and from both of them {@code GIVEN_UP}. */
    enum Trust {
        /** Workers start from the archive, if it exists. */
        TRUSTED,
        /** A worker that was started from the archive broke down. The next ones start without it, which shows whether it is corrupt. */
        DOUBTED,
        /** Workers start without an archive. Final. */
        GIVEN_UP;

        boolean mayBecome(Trust next) {
            return next != this && this != GIVEN_UP;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(StartupArchives.class);

    private final StartupCache setting;
    private final WorkerJdk jdk;
    private final ClassSource classes;
    private final List<String> ingredients;

    // Guarded by this.
    private Trust trust = Trust.TRUSTED;
    private @Nullable CacheDirectory directory;
    private @Nullable String name;
    private @Nullable ArchiveFile intact;

    /**
     * @param javaHome the home of the workers' JDK
     * @param ingredients all other facts that determine which classes a worker loads and how the JVM lays them out
     */
    public StartupArchives(StartupCache setting, Path javaHome, ClassSource classes, List<String> ingredients) {
        this.setting = setting;
        this.jdk = new WorkerJdk(javaHome);
        this.classes = classes;
        this.ingredients = List.copyOf(ingredients);
    }

    /** Returns the archive for a worker's start; null if there is none. */
    public synchronized @Nullable StartupArchive find() {
        if (trust != Trust.TRUSTED) {
            return null;
        }
        try {
            CacheEntry entry = entry();
            ArchiveFile archive = entry.archive();
            if (archive == null || !entry.use() || !isIntact(entry, archive)) {
                return null;
            }
            List<Path> classPath = entry.classPath();
            return new StartupArchive(entry.path(), jdk.archiveKind().toUse(archive.path()), classPath);
        } catch (NoSuchFileException removed) {
            // Removed concurrently by another process.
            LOG.debug("The start-up cache lacks {}", removed.getMessage());
            return null;
        } catch (IOException | RuntimeException | LinkageError e) {
            giveUp(e);
            return null;
        }
    }

    /** Calculates the checksum once, because that reads the whole archive. */
    private boolean isIntact(CacheEntry entry, ArchiveFile archive) throws IOException {
        if (!entry.isComplete()) {
            LOG.debug("The image of {} is incomplete, and it is removed", archive.path());
            entry.discard(archive);
            return false;
        }
        if (archive.equals(intact) && archive.hasItsLength()) {
            return true;
        }
        if (!archive.isIntact()) {
            LOG.debug("{} is corrupt and is removed", archive.path());
            entry.discard(archive);
            return false;
        }
        intact = archive;
        return true;
    }

    /** A worker broke down before it was ready, as it may with a corrupt archive. */
    public synchronized void brokeDown(boolean fromArchive) {
        // A worker without the archive broke down, too, so the archive is not the reason.
        become(fromArchive ? Trust.DOUBTED : Trust.TRUSTED);
    }

    /** A worker is ready. If it has started without a doubted archive, the archive is removed, for all processes. */
    public synchronized void ready(boolean fromArchive) {
        if (trust != Trust.DOUBTED) {
            return;
        }
        if (fromArchive) {
            become(Trust.TRUSTED);
            return;
        }
        become(Trust.GIVEN_UP);
        try {
            LOG.info(
                    "The archive {} is removed, because a worker that was started from it broke down, and the next one, which was"
                            + " started without it, did not",
                    entry());
            entry().fail("workers start only without the archive");
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("A corrupt archive remains in the start-up cache", e);
        }
    }

    /** Whether there is no archive and one should be recorded. */
    public synchronized boolean isMissing() {
        try {
            return trust == Trust.TRUSTED && entry().archive() == null && !entry().hasFailed();
        } catch (IOException | RuntimeException | LinkageError e) {
            giveUp(e);
            return false;
        }
    }

    /** Begins to record the archive; returns null if another process records, or it cannot be recorded. */
    public @Nullable Recording record() {
        try {
            RecordingLock lock = directory().tryLock();
            if (lock == null) {
                return null;
            }
            Recording recording = null;
            try {
                CacheEntry entry = entry();
                entry.prepare(classes);
                // Guard against race with a build that replaces classes: the image may have another fingerprint
                // already.
                if (entry.archive() == null && freshName().equals(name())) {
                    recording = new Recording(directory(), lock, entry, jdk.archiveKind());
                }
                return recording;
            } finally {
                if (recording == null) {
                    lock.close();
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            giveUp(e);
            return null;
        }
    }

    private synchronized void giveUp(Throwable e) {
        if (become(Trust.GIVEN_UP)) {
            LOG.info("Workers start without the start-up cache: {}", e.toString());
        }
    }

    /** Caller holds the monitor. The only place that changes the trust. */
    private boolean become(Trust next) {
        boolean isChange = trust.mayBecome(next);
        if (isChange) {
            trust = next;
        }
        return isChange;
    }

    private synchronized CacheEntry entry() throws IOException {
        return directory().entry(name());
    }

    private synchronized CacheDirectory directory() throws IOException {
        if (directory == null) {
            directory = CacheDirectory.open(setting.directory());
        }
        return directory;
    }

    private synchronized String name() throws IOException {
        if (name == null) {
            name = freshName();
        }
        return name;
    }

    private String freshName() throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        jdk.describe(fingerprint);
        classes.describe(fingerprint);
        ingredients.forEach(fingerprint::add);
        return fingerprint.name();
    }
}
