package io.asynccpu.launch.archive;

import io.asynccpu.api.StartupCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start-up cache as one pool sees it: the archive that fits its workers, if there is one, and the making of it. Nothing here
 * fails a start: what is wrong with the cache is logged, and the pool goes on without. Thread-safe.
 */
public final class StartupArchives {

    /** TRUSTED → DOUBTED → TRUSTED or GIVEN_UP; TRUSTED → GIVEN_UP where the cache is of no use. */
    private enum Trust {
        /** Workers start from the archive, if there is one. */
        TRUSTED,
        /** A worker that was started from it broke down. The next ones start without it, and show whose fault that was. */
        DOUBTED,
        /** Workers start without. Final. */
        GIVEN_UP
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
    private @Nullable Path intact;

    /**
     * An archive to start a worker from.
     *
     * @param options for the JVM
     * @param classPath in place of the application's own
     */
    public record Archive(List<String> options, List<Path> classPath) {}

    /**
     * @param javaHome of the workers
     * @param ingredients besides classes and JDK: all that decides what classes a worker loads and how the JVM lays them out
     */
    public StartupArchives(StartupCache setting, Path javaHome, ClassSource classes, List<String> ingredients) {
        this.setting = setting;
        this.jdk = new WorkerJdk(javaHome);
        this.classes = classes;
        this.ingredients = List.copyOf(ingredients);
    }

    /** What a worker can start from; null if there is nothing yet. */
    public synchronized @Nullable Archive find() {
        if (trust != Trust.TRUSTED) {
            return null;
        }
        try {
            CacheEntry entry = entry();
            Path archive = entry.archive();
            if (archive == null || !entry.use() || !isIntact(entry, archive)) {
                return null;
            }
            List<Path> classPath = entry.classPath();
            return new Archive(jdk.archiveKind().toUse(archive), classPath);
        } catch (NoSuchFileException removed) {
            // Just now, by somebody who tidied up.
            LOG.debug("The start-up cache lacks {}", removed.getMessage());
            return null;
        } catch (IOException | RuntimeException | LinkageError e) {
            giveUp(e);
            return null;
        }
    }

    /** The checksum is made once, since that reads all of it. */
    private boolean isIntact(CacheEntry entry, Path archive) throws IOException {
        if (!entry.isComplete()) {
            LOG.debug("What {} was made from is gone, and it is removed", archive);
            entry.discard(archive);
            return false;
        }
        if (archive.equals(intact) && Files.size(archive) == lengthOf(archive)) {
            return true;
        }
        if (!entry.isIntact(archive)) {
            LOG.debug("{} is damaged and is removed", archive);
            entry.discard(archive);
            return false;
        }
        intact = archive;
        return true;
    }

    private static long lengthOf(Path archive) {
        return Long.parseLong(archive.getFileName().toString().split("-", -1)[1]);
    }

    /** A worker broke down before it was ready, as it may when started from a bad archive. */
    public synchronized void brokeDown(boolean fromArchive) {
        if (trust != Trust.GIVEN_UP) {
            // Without the archive, too: it is not to blame.
            trust = fromArchive ? Trust.DOUBTED : Trust.TRUSTED;
        }
    }

    /** A worker is ready. One that was started without a doubted archive condemns it, for all processes. */
    public synchronized void ready(boolean fromArchive) {
        if (trust != Trust.DOUBTED) {
            return;
        }
        if (fromArchive) {
            trust = Trust.TRUSTED;
            return;
        }
        trust = Trust.GIVEN_UP;
        try {
            LOG.info(
                    "The archive {} is removed: a worker broke down that was started from it, and the next one without it did"
                            + " not",
                    entry());
            entry().fail("workers start only without it");
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("A bad archive remains in the start-up cache", e);
        }
    }

    /** Whether there is no archive, and making one is worth a try. */
    public synchronized boolean isMissing() {
        try {
            return trust == Trust.TRUSTED && entry().archive() == null && !entry().hasFailed();
        } catch (IOException | RuntimeException | LinkageError e) {
            giveUp(e);
            return false;
        }
    }

    /** Begins to make the archive; null if somebody else is at work in the cache, or it cannot be made. */
    public @Nullable Recording record() {
        try {
            CacheDirectory.Turn turn = directory().takeTurn();
            if (turn == null) {
                return null;
            }
            Recording recording = null;
            try {
                CacheEntry entry = entry();
                entry.prepare(classes);
                // Guard against race with a build that replaces classes: what was copied may be of another name
                // already.
                if (entry.archive() == null && freshName().equals(name())) {
                    recording = new Recording(directory(), turn, entry, jdk.archiveKind());
                }
                return recording;
            } finally {
                if (recording == null) {
                    turn.close();
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            giveUp(e);
            return null;
        }
    }

    private synchronized void giveUp(Throwable e) {
        if (trust != Trust.GIVEN_UP) {
            trust = Trust.GIVEN_UP;
            LOG.info("Workers start without the start-up cache: {}", e.toString());
        }
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
