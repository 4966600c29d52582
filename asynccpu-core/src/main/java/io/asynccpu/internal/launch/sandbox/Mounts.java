package io.asynccpu.internal.launch.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a child sees of the file system: an allow-list. Ordered by path, so that a mount stands before those below it. Not thread-safe.
 */
final class Mounts {

    /** What stands at a path. The source of a bind is the same path. */
    private record Mount(List<String> options, boolean isReadOnly) {}

    private final Map<Path, Mount> mounts;

    Mounts() {
        mounts = new TreeMap<>();
    }

    Mounts(Mounts others) {
        mounts = new TreeMap<>(others.mounts);
    }

    /** Shows a path with all that is below it, if it exists. */
    void read(Path path) {
        if (!isShown(path) && Files.exists(path)) {
            mounts.put(path, new Mount(List.of("--ro-bind-try", path.toString(), path.toString()), true));
        }
    }

    /** Shows the link itself, as {@code /lib} is one on many systems; or what is there, if it is no link. */
    void readOrLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            String target = Files.readSymbolicLink(path).toString();
            mounts.put(path, new Mount(List.of("--symlink", target, path.toString()), false));
        } else {
            read(path);
        }
    }

    /** Shows a path that a child may write to. */
    void write(Path path) {
        mounts.put(path, new Mount(List.of("--bind", path.toString(), path.toString()), false));
    }

    /** An empty directory in memory. */
    void memory(Path path, long size) {
        mounts.put(path, new Mount(List.of("--size", Long.toString(size), "--tmpfs", path.toString()), false));
    }

    /** A file system of the kernel, such as {@code --proc}. */
    void kernel(String option, Path path) {
        mounts.put(path, new Mount(List.of(option, path.toString()), false));
    }

    /** Whether the nearest mount above shows the path already. Each mount that is left out makes a start faster. */
    private boolean isShown(Path path) {
        Mount above = mounts.get(path);
        for (Path parent = path.getParent(); above == null && parent != null; parent = parent.getParent()) {
            above = mounts.get(parent);
        }
        return above != null && above.isReadOnly();
    }

    /** Returns the options of bubblewrap. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        mounts.values().forEach(mount -> options.addAll(mount.options()));
        return options;
    }
}
