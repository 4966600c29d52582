package io.asynccpu.internal.launch.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a child sees of the file system: an allow-list. Ordered by path, so that a mount stands before those below it. Not thread-safe.
 */
final class Mounts {

    /** What stands at a path. The source of a bind is the same path. */
    private record Mount(Kind kind, List<String> options) {}

    private enum Kind {
        READ,
        WRITE,
        LINK,
        /** The child's own. */
        PRIVATE
    }

    private final Map<Path, Mount> mounts;

    Mounts() {
        mounts = new TreeMap<>();
    }

    Mounts(Mounts others) {
        mounts = new TreeMap<>(others.mounts);
    }

    /** Shows a path with all that is below it, if it exists. */
    void read(Path path) throws IOException {
        if (Files.exists(path)) {
            // Below a path of the system a link is to be seen already, and nothing can be mounted on it.
            Path place = kindAbove(path) == Kind.WRITE ? path.toRealPath() : throughLinks(path);
            if (!isShown(place)) {
                put(place, Kind.READ, "--ro-bind-try", place.toString(), place.toString());
            }
        }
    }

    /** Shows the link itself, as {@code /lib} is one on many systems; or what is there, if it is no link. */
    void readOrLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            String target = Files.readSymbolicLink(path).toString();
            put(path, Kind.LINK, "--symlink", target, path.toString());
        } else {
            read(path);
        }
    }

    /** Shows a path that a child may write to. */
    void write(Path path) throws IOException {
        Path place = throughLinks(path);
        put(place, Kind.WRITE, "--bind", place.toString(), place.toString());
    }

    private Path throughLinks(Path path) throws IOException {
        return kindAbove(path) == Kind.LINK ? path.toRealPath() : path;
    }

    /** An empty directory in memory. */
    void memory(Path path, long size) {
        put(path, Kind.PRIVATE, "--size", Long.toString(size), "--tmpfs", path.toString());
    }

    /** A file system of the kernel, such as {@code --proc}. */
    void kernel(String option, Path path) {
        put(path, Kind.PRIVATE, option, path.toString());
    }

    private void put(Path path, Kind kind, String... options) {
        mounts.put(path, new Mount(kind, List.of(options)));
    }

    /** Whether the nearest mount above shows the path already. Each mount that is left out makes a start faster. */
    private boolean isShown(Path path) {
        Mount own = mounts.get(path);
        return (own != null && own.kind() == Kind.WRITE) || kindAbove(path) == Kind.READ;
    }

    boolean isWritable(Path path) {
        return kindAbove(path) == Kind.WRITE;
    }

    /** The nearest mount at the path or above it decides. */
    private @Nullable Kind kindAbove(@Nullable Path path) {
        for (Path each = path; each != null; each = each.getParent()) {
            Mount mount = mounts.get(each);
            if (mount != null) {
                return mount.kind();
            }
        }
        return null;
    }

    /** Returns the options of bubblewrap. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        mounts.forEach((path, mount) -> {
            // A link of the system is there already if the directory is shown that has it.
            if (mount.kind() != Kind.LINK || kindAbove(path.getParent()) == null) {
                options.addAll(mount.options());
            }
        });
        return options;
    }
}
