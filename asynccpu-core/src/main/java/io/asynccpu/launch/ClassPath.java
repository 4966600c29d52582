package io.asynccpu.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A class path: from a system property to the arguments of another JVM. */
final class ClassPath {

    /**
     * Longest class path in characters that goes on the command line itself. Windows allows 32,767 for a whole command
     * line, Linux 131,072 for one argument; this leaves room for everything else.
     */
    static final int LONGEST_ARGUMENT = 16 * 1024;

    private ClassPath() {}

    /** The entries, absolute, so that they hold in any working directory. An empty entry is the working directory. */
    static List<Path> parse(String classPath) {
        List<Path> entries = new ArrayList<>();
        if (!classPath.isEmpty()) {
            for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
                entries.add(Path.of(entry).toAbsolutePath().normalize());
            }
        }
        return List.copyOf(entries);
    }

    /** {@code -cp …}, or {@code @file} with the same in it. */
    static List<String> arguments(List<Path> entries, Path argumentFileDirectory) throws IOException {
        String classPath = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return classPath.length() <= LONGEST_ARGUMENT
                ? List.of("-cp", classPath)
                : List.of("@" + argumentFile(classPath, argumentFileDirectory));
    }

    private static Path argumentFile(String classPath, Path directory) throws IOException {
        // A pool may have two of them.
        String name = "class-path-" + Integer.toHexString(classPath.hashCode()) + ".args";
        Path file = directory.resolve(name).toAbsolutePath();
        byte[] content = ("-cp" + System.lineSeparator() + quoted(classPath)).getBytes(nativeEncoding());
        if (Files.exists(file) && Files.size(file) == content.length) {
            return file;
        }
        // Moved into place whole: a child of another thread may be reading the file at this moment.
        Path whole = Files.createTempFile(directory, "class-path", ".tmp");
        try {
            Files.write(whole, content);
            return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** The java launcher ends a quoted value at the next quote and takes a backslash as an escape. */
    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /** The launcher hands the file's bytes on as if they had stood on the command line. */
    private static Charset nativeEncoding() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
