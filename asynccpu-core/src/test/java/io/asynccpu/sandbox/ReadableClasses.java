package io.asynccpu.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of this JVM's class path, which another user can read: the original may be in a home directory. */
final class ReadableClasses {

    private static final String CLASSES = "class-path";

    private ReadableClasses() {}

    /** Copies each entry below the directory. */
    static void copy(Path directory) throws IOException {
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                copy(source, directory.resolve(CLASSES).resolve(number++ + "-" + source.getFileName()));
            }
        }
    }

    /** The class path, in the order of the original. */
    static String in(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(CLASSES))) {
            List<Path> entries = new ArrayList<>(files.toList());
            entries.sort(java.util.Comparator.comparingInt(
                    entry -> Integer.parseInt(entry.getFileName().toString().replaceFirst("-.*", ""))));
            return String.join(":", entries.stream().map(Path::toString).toList());
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
