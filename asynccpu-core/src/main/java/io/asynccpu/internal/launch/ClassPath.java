package io.asynccpu.internal.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts a class path from a system property to arguments of another JVM. */
final class ClassPath {

    /**
     * The most characters of a class path that is passed on the command line itself. Windows allows 32,767 for a whole command line,
     * Linux 131,072 for one argument; this leaves room for other arguments.
     */
    static final int LONGEST_ARGUMENT = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ClassPath.class);

    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private ClassPath() {}

    /** Returns the entries as absolute paths, which are valid in any working directory. An empty entry is the working directory. */
    static List<Path> parse(String classPath) {
        List<Path> entries = new ArrayList<>();
        if (!classPath.isEmpty()) {
            for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
                Path path = NativePath.ifAny(entry);
                if (path != null) {
                    entries.add(path.toAbsolutePath().normalize());
                } else if (WARNED.add(entry)) {
                    LOG.warn("{} on the class path is {}. The JVM ignores it", entry, NativePath.remedy());
                }
            }
        }
        return List.copyOf(entries);
    }

    /** Returns {@code -cp …}, or {@code @file} with the same content in a file that is created. */
    static List<String> arguments(List<Path> entries, Path argumentFile) throws IOException {
        String classPath = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        if (classPath.length() <= LONGEST_ARGUMENT) {
            return List.of("-cp", classPath);
        }
        byte[] content = ("-cp" + System.lineSeparator() + quoted(classPath)).getBytes(nativeEncoding());
        // Not if the path exists, because a link that a task has created would lead elsewhere.
        Files.write(argumentFile, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return List.of("@" + argumentFile);
    }

    /** In an argument file a quoted value ends at the next quote, and a backslash escapes the next character. */
    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }

    /** The launcher treats the bytes of the file like those of the command line. */
    private static Charset nativeEncoding() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
