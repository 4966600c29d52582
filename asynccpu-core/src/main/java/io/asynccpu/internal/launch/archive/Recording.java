package io.asynccpu.internal.launch.archive;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recording of an archive, with the lock held. Ends once, with or without an archive. */
public final class Recording {

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    private final CacheDirectory directory;
    private final RecordingLock lock;
    private final CacheEntry entry;
    private final StartupArchive options;

    Recording(CacheDirectory directory, RecordingLock lock, CacheEntry entry, ArchiveKind kind) throws IOException {
        this.directory = directory;
        this.lock = lock;
        this.entry = entry;
        this.options = new StartupArchive(entry.path(), kind.toRecord(entry.unfinished()), entry.classPath());
    }

    /** Returns the options for the worker whose orderly exit writes the archive. */
    public StartupArchive start() {
        return options;
    }

    /** Publishes the archive after the orderly end of the worker. */
    public void finish() {
        end(() -> {
            entry.publish();
            directory.tidy();
            LOG.debug("{} is in the start-up cache", entry);
        });
    }

    /** Gives up recordings for a while: the worker did not become ready, or did not end, and the next one would not either. */
    public void fail(String reason) {
        end(() -> entry.fail(reason));
    }

    /** Ends a recording whose worker was stopped from outside. */
    public void abandon() {
        end(() -> {});
    }

    private interface Step {
        void run() throws IOException;
    }

    private void end(Step last) {
        try (lock) {
            try {
                last.run();
            } catch (IOException e) {
                LOG.debug("No archive was recorded in {}", entry, e);
                entry.fail(e.toString());
            } finally {
                entry.removeUnfinished();
            }
        } catch (IOException e) {
            LOG.debug("A part of an archive remains in {}", entry, e);
        }
    }
}
