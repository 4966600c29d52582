package io.asynccpu.internal.launch.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds a program on this process's {@code PATH}. */
final class Tool {

    private Tool() {}

    /** Returns null if there is none. */
    static @Nullable Path find(String name) {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "/usr/bin:/bin" : path).split(File.pathSeparator, -1)) {
            try {
                Path program = Path.of(directory, name);
                if (program.isAbsolute() && Files.isExecutable(program) && Files.isRegularFile(program)) {
                    return program;
                }
            } catch (InvalidPathException notADirectory) {
                // As a shell does, the search goes on.
            }
        }
        return null;
    }
}
