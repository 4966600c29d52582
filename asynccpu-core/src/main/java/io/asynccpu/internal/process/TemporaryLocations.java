package io.asynccpu.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The locations for temporary files on this machine, the usual one first. */
public final class TemporaryLocations {

    /** The kernel's limit for a socket's path is 108 bytes on Linux and 104 on macOS, both with a zero at the end. */
    private static final int LONGEST_SOCKET_PATH = 103;

    private static final String LONGEST_FILE = "/worker-2147483647.sock";

    /** The room that a pool needs for a few workers. */
    private static final long LEAST_ROOM = 4L << 20;

    /** Makes something at a location. */
    interface Maker<T> {
        T in(Path place) throws IOException;
    }

    private TemporaryLocations() {}

    /**
     * Makes something at the first location where that is possible and a socket can be.
     *
     * @throws IOException if no location is usable; the message says which were tried
     */
    static <T> T firstUsable(Maker<T> maker) throws IOException {
        Set<String> refused = new LinkedHashSet<>();
        List<Path> places = all(refused);
        // Locations with hardly any room are tried, too, but last.
        for (boolean roomy : new boolean[] {true, false}) {
            for (Path place : places) {
                if (place.resolve(DirectoryName.fresh()).toString().getBytes(StandardCharsets.UTF_8).length
                                + LONGEST_FILE.length()
                        > LONGEST_SOCKET_PATH) {
                    refused.add(place + " (too long for the path of a socket)");
                } else if (!roomy || place.toFile().getUsableSpace() >= LEAST_ROOM) {
                    try {
                        return maker.in(place);
                    } catch (IOException e) {
                        refused.add(place + " (" + e + ")");
                    }
                }
            }
        }
        throw new IOException("No directory for the sockets of a process pool: " + String.join(", ", refused)
                + ". Set the system property java.io.tmpdir to a short, writable directory");
    }

    private static List<Path> all(Set<String> refused) {
        List<Path> places = new ArrayList<>();
        Path temporary = path(System.getProperty("java.io.tmpdir"), refused);
        if (temporary != null) {
            places.add(temporary.toAbsolutePath());
            places.add(outsideOfWorkers(temporary.toAbsolutePath()));
        }
        Path ofUser = path(System.getenv("XDG_RUNTIME_DIR"), refused);
        // By its specification a relative path is ignored.
        if (ofUser != null && ofUser.isAbsolute()) {
            places.add(ofUser);
        }
        places.add(Path.of("/tmp"));
        return places.stream().distinct().toList();
    }

    /** The location of this JVM's temporary files; null if that cannot be told. */
    public static @Nullable Path ofTemporaryFiles() {
        Path temporary = path(System.getProperty("java.io.tmpdir"), new LinkedHashSet<>());
        return temporary == null ? null : temporary.toAbsolutePath();
    }

    /** For a pool in a task: its own path would be long, and its parent's location is as good. */
    private static Path outsideOfWorkers(Path place) {
        Path outside = place;
        Path pool = place.getParent();
        while (pool != null
                && pool.getFileName() != null
                && pool.getFileName().toString().startsWith(DirectoryName.PREFIX)
                && pool.getParent() != null) {
            outside = pool.getParent();
            pool = outside.getParent();
        }
        return outside;
    }

    private static @Nullable Path path(@Nullable String name, Set<String> refused) {
        if (name == null || name.isBlank()) {
            return null;
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            refused.add(name + " (no path in this JVM's encoding, " + System.getProperty("sun.jnu.encoding")
                    + "; the environment variable LANG=C.UTF-8 makes it one)");
            return null;
        }
    }
}
