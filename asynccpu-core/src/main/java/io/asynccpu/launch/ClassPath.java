package io.asynccpu.launch;

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

/** A class path: from a system property to the arguments of another JVM. */
final class ClassPath {

    /**
     * Longest class path in characters that goes on the command line itself. Windows allows 32,767 for a whole command
     * line, Linux 131,072 for one argument; this leaves room for everything else.
     */
    static final int LONGEST_ARGUMENT = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ClassPath.class);

    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private ClassPath() {}

    /** The entries, absolute, so that they hold in any working directory. An empty entry is the working directory. */
    static List<Path> parse(String classPath) {
        List<Path> entries = new ArrayList<>();
        if (!classPath.isEmpty()) {
            for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
                Path path = NativePath.ifAny(entry);
                if (path != null) {
                    entries.add(path.toAbsolutePath().normalize());
                } else if (TOLD.add(entry)) {
                    LOG.warn("{} on the class path is {}. The JVM passes it over", entry, NativePath.remedy());
                }
            }
        }
        return List.copyOf(entries);
    }

    /** {@code -cp …}, or {@code @file} with the same in it, which is made then. */
    static List<String> arguments(List<Path> entries, Path argumentFile) throws IOException {
        String classPath = entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        if (classPath.length() <= LONGEST_ARGUMENT) {
            return List.of("-cp", classPath);
        }
        byte[] content = ("-cp" + System.lineSeparator() + quoted(classPath)).getBytes(nativeEncoding());
        // Only where there is nothing: a link of a task's would lead elsewhere.
        Files.write(argumentFile, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return List.of("@" + argumentFile);
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
