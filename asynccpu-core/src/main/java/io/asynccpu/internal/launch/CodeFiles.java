package io.asynccpu.internal.launch;

import io.asynccpu.internal.launch.archive.PathClasses;
import java.io.IOException;
import java.nio.file.Files;
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
 * Detects whether the files of this application's code have been replaced. A child reads them anew, so a child that starts after a
 * replacement runs other code than its parent. Remembers the class path as it was when the pool was created, and files that are named in
 * jars or contained in directories, which take longer to find, as they were at the start of the first worker. New files are ignored.
 *
 * <p><b>Actors.</b> The threads that start workers. <b>Shared state.</b> An immutable map, replaced when more files are known, and the
 * result of the last look, which is written under this object's monitor, so that an older look does not overwrite a newer one.
 */
final class CodeFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFiles.class);

    /** Bounds the search, since any directory may be on the class path. */
    private static final int MOST_IN_DIRECTORY = 10_000;

    /** The warnings of all pools, which mostly have the same files. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final List<Path> classPath;
    private final List<Path> needed;
    private final AtomicBoolean isComplete = new AtomicBoolean();

    /** Immutable, replaced as a whole. */
    private volatile Map<Path, State> before = Map.of();

    private volatile @Nullable String changed;

    /** @param key identifies the file independently of its name; null if the system has no such key */
    private record State(
            boolean isDirectory,
            long size,
            FileTime time,
            @Nullable Object key) {

        /** Returns null if the file is missing or cannot be read. The JVM ignores such files. */
        static @Nullable State of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(now.isDirectory(), now.size(), now.lastModifiedTime(), now.fileKey());
            } catch (IOException none) {
                return null;
            }
        }

        /** The files in a directory are compared individually. */
        boolean isSame(State now) {
            return isDirectory ? now.isDirectory : equals(now);
        }

        @Override
        public String toString() {
            return size + " bytes of " + time;
        }
    }

    /**
     * @param needed files without any of which no child finds its main class
     * @param others further files to be watched
     */
    CodeFiles(List<Path> classPath, List<Path> needed, List<Path> others) {
        this.classPath = classPath;
        this.needed = needed.stream().filter(Files::exists).toList();
        remember(classPath);
        remember(others);
    }

    /** Adds the files in directories and those named in jars. Only the first call has an effect. */
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
            State state = State.of(file);
            if (state != null) {
                all.putIfAbsent(file, state);
            }
        }
        before = all;
    }

    /**
     * Checks whether a child would run the same code, and logs each change once.
     *
     * @return whether no file has changed
     * @throws IOException if a file is missing without which no child can start
     */
    boolean areAsBefore() throws IOException {
        for (Path file : needed) {
            if (Files.notExists(file)) {
                throw new IOException(
                        file + ", from which this application was started, is gone, so no worker can start."
                                + " Restart the application");
            }
        }
        String found = look();
        if (found != null && WARNED.add(found)) {
            LOG.warn("{}", found);
        }
        return found == null;
    }

    /** Guard against race with another start: the older look must not overwrite the newer one. */
    private synchronized @Nullable String look() {
        Path first = null;
        String what = "";
        int more = 0;
        for (Map.Entry<Path, State> file : before.entrySet()) {
            State now = State.of(file.getKey());
            if (now == null || !file.getValue().isSame(now)) {
                if (first == null) {
                    first = file.getKey();
                    what = " was " + file.getValue() + " and is " + (now == null ? "gone" : now);
                } else {
                    more++;
                }
            }
        }
        changed = first == null
                ? null
                : "Workers that start from now on may run other code than this application, which was replaced while it"
                        + " runs: " + first + what + (more > 0 ? ", and " + more + " other files have changed" : "")
                        + ". So what they are sent and what they answer may fail, or be wrong without"
                        + " notice. Restart the application";
        return changed;
    }

    /** Returns the warning of the last look; null if no file had changed. */
    @Nullable
    String changed() {
        return changed;
    }
}
