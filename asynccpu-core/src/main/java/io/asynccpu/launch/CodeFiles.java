package io.asynccpu.launch;

import io.asynccpu.launch.archive.PathClasses;
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
    private final List<Path> needed;
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

        /** Null if there is none, or none that a JVM could read: it passes over both without a word. */
        static @Nullable State of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new State(now.isDirectory(), now.size(), now.lastModifiedTime(), now.fileKey());
            } catch (IOException none) {
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

    /**
     * @param needed files without any of which no child finds the class that it starts
     * @param others files beside those of the class path that count, too
     */
    CodeFiles(List<Path> classPath, List<Path> needed, List<Path> others) {
        this.classPath = classPath;
        this.needed = needed.stream().filter(Files::exists).toList();
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
            State state = State.of(file);
            if (state != null) {
                all.putIfAbsent(file, state);
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
        for (Path file : needed) {
            if (Files.notExists(file)) {
                throw new IOException(file + " is gone, from which this application was started, so no worker can be."
                        + " Restart the application");
            }
        }
        String found = look();
        if (found != null && TOLD.add(found)) {
            LOG.warn("{}", found);
        }
        return found == null;
    }

    /** Guard against race of two starts: the older look must not have the last word. */
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

    /** What was replaced, and what follows; null if nothing was, or all is again as it was, when the last worker started. */
    @Nullable
    String changed() {
        return changed;
    }
}
