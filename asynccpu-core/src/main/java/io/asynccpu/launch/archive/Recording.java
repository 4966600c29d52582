package io.asynccpu.launch.archive;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An archive in the making, by whoever has the turn. Ends once, with or without an archive. */
public final class Recording {

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    private final CacheDirectory directory;
    private final CacheDirectory.Turn turn;
    private final CacheEntry entry;
    private final StartupArchives.Archive options;

    Recording(CacheDirectory directory, CacheDirectory.Turn turn, CacheEntry entry, ArchiveKind kind)
            throws IOException {
        this.directory = directory;
        this.turn = turn;
        this.entry = entry;
        this.options = new StartupArchives.Archive(kind.toRecord(entry.unfinished()), entry.classPath());
    }

    /** How to start the worker whose orderly end writes the archive. */
    public StartupArchives.Archive start() {
        return options;
    }

    /** The worker has ended in an orderly way. */
    public void finish() {
        end(() -> {
            entry.publish();
            directory.tidy();
            LOG.debug("{} is in the start-up cache", entry);
        });
    }

    /** The worker could not become ready, or did not end; it would not the next time. */
    public void fail(String reason) {
        end(() -> entry.fail(reason));
    }

    /** The worker was stopped from outside. */
    public void abandon() {
        end(() -> {});
    }

    private interface Step {
        void run() throws IOException;
    }

    private void end(Step last) {
        try (turn) {
            try {
                last.run();
            } catch (IOException e) {
                LOG.debug("No archive was made in {}", entry, e);
                entry.fail(e.toString());
            } finally {
                entry.removeUnfinished();
            }
        } catch (IOException e) {
            LOG.debug("Something of an archive remains in {}", entry, e);
        }
    }
}
