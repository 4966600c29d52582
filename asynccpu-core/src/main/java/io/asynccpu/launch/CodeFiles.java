package io.asynccpu.launch;

import io.asynccpu.cache.PathClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that this application's code came from, as they were when its pool was made; those that are named in jars or stand in
 * directories, which takes longer to find out, as they were at the first worker's start. A child reads them anew, so one that starts
 * after a replacement runs other code than its parent. Files that are new count as nothing. Thread-safe.
 */
final class CodeFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFiles.class);

    /** Somebody's home may be on the class path. */
    private static final int MOST_IN_DIRECTORY = 10_000;

    /** Of all pools, which mostly see the same. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private final List<Path> classPath;
    private final AtomicBoolean isComplete = new AtomicBoolean();

    /** Never changed, but for another one. */
    private volatile Map<Path, State> before = Map.of();

    private volatile @Nullable String changed;

    /** @param key of the file itself, which another one under its name has not; null where the system has none */
    private record State(
            boolean isDirectory,
            long size,
            FileTime time,
            @Nullable Object key) {

        /** Null if there is none. */
        static @Nullable State of(Path file) throws IOException {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(now.isDirectory(), now.size(), now.lastModifiedTime(), now.fileKey());
            } catch (NoSuchFileException none) {
                return null;
            }
        }

        /** What is in a directory counts by itself. */
        boolean isSame(State now) {
            return isDirectory ? now.isDirectory : equals(now);
        }

        @Override
        public String toString() {
            return size + " bytes of " + time;
        }
    }

    /** @param others files beside those of the class path that count, too */
    CodeFiles(List<Path> classPath, List<Path> others) {
        this.classPath = classPath;
        remember(classPath);
        remember(others);
    }

    /** Looks into directories and jars, too, the first time. */
    void lookInside() {
        if (isComplete.getAndSet(true)) {
            return;
        }
        try {
            remember(new PathClasses(classPath).files(MOST_IN_DIRECTORY, ".class", ".jar"));
        } catch (IOException | RuntimeException e) {
            LOG.debug("Whether files in the class path change is not watched", e);
        }
    }

    private void remember(Collection<Path> files) {
        Map<Path, State> all = new LinkedHashMap<>(before);
        for (Path file : files) {
            try {
                State state = State.of(file);
                if (state != null) {
                    all.putIfAbsent(file, state);
                }
            } catch (IOException e) {
                LOG.debug("Whether {} changes is not watched", file, e);
            }
        }
        before = all;
    }

    /**
     * Looks whether a child would run the same code, and warns once of each change.
     *
     * @return whether all is as it was
     * @throws IOException if something is gone without which no child can start
     */
    boolean areAsBefore() throws IOException {
        Path first = null;
        String what = "";
        int more = 0;
        for (Map.Entry<Path, State> file : before.entrySet()) {
            State now = State.of(file.getKey());
            if (now == null && !isPartOfDirectory(file.getKey())) {
                throw new IOException(
                        file.getKey() + " is gone, from which this application was started, so no worker can be."
                                + " Restart the application");
            }
            if (now == null || !file.getValue().isSame(now)) {
                if (first == null) {
                    first = file.getKey();
                    what = " was " + file.getValue() + " and is " + (now == null ? "gone" : now);
                } else {
                    more++;
                }
            }
        }
        if (first != null) {
            tell(first + what + (more > 0 ? ", and " + more + " other files have changed" : ""));
        }
        return first == null;
    }

    private boolean isPartOfDirectory(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            State directory = before.get(above);
            if (directory != null && directory.isDirectory()) {
                return true;
            }
        }
        return false;
    }

    private void tell(String difference) {
        String message =
                "Workers that start from now on may run other code than this application, which was replaced while it"
                        + " runs: " + difference
                        + ". So what they are sent and what they answer may fail, or be wrong without"
                        + " notice. Restart the application";
        changed = message;
        if (TOLD.add(message)) {
            LOG.warn("{}", message);
        }
    }

    /** What was replaced, and what follows; null if nothing was. */
    @Nullable
    String changed() {
        return changed;
    }
}
