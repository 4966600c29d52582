package io.asynccpu.internal.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file that a class was loaded from.
 *
 * @param path null if the class does not come from a file
 */
record CodeLocation(@Nullable Path path) {

    static CodeLocation of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            return new CodeLocation(null);
        }
        try {
            return new CodeLocation(Path.of(location.toURI()));
        } catch (URISyntaxException | IllegalArgumentException notAPath) {
            return new CodeLocation(null);
        }
    }

    boolean isOn(List<Path> classPath) {
        return classPath.stream().anyMatch(this::isSame);
    }

    /**
     * Returns the entry of the class path with the class. If the class path does not have it, an entry names it in its manifest, so
     * all of them are returned with it.
     */
    List<Path> holders(List<Path> classPath) {
        if (path == null) {
            return List.of();
        }
        List<Path> entries = classPath.stream().filter(this::isSame).toList();
        return entries.isEmpty()
                ? Stream.concat(classPath.stream(), Stream.of(path)).toList()
                : entries;
    }

    private boolean isSame(Path entry) {
        try {
            return path != null && Files.exists(entry) && Files.isSameFile(entry, path);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
