package io.asynccpu.internal.parent;

import io.asynccpu.internal.protocol.ChildFile;
import io.asynccpu.internal.protocol.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The report that a JVM writes when it crashes. It comes from a child, so its size is limited in every respect, and its
 * content is only quoted.
 */
final class CrashReport {

    /** Most bytes that are read and kept; reports have a few hundred KiB. */
    static final int LIMIT = 4 << 20;

    private static final int LONGEST_QUOTE = 300;
    private static final int MOST_OF_THE_SAME_NAME = 100;
    private static final String NO_MEMORY = "# There is insufficient memory for the Java Runtime Environment";
    private static final Pattern NO_THREAD = Pattern.compile("(?m)^# Cannot create .*thread");
    private static final Pattern SIGNAL = Pattern.compile("(?m)^# {1,2}(SIG[A-Z]+) \\(0x");
    private static final Pattern FRAME = Pattern.compile("(?m)^# Problematic frame:\\R# (.+)$");
    private static final Pattern SENDER = Pattern.compile("(?m)^siginfo: .*\\(SI_USER\\), si_pid: (\\d+)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final byte[] bytes;
    private final String text;

    private CrashReport(byte[] bytes) {
        this.bytes = bytes;
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The beginning of a report, which the JVM prints, where the file is lost. */
    CrashReport(List<String> printed) {
        this(String.join("\n", printed).getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Null if there is none.
     *
     * @throws IOException if the path is not a readable file
     */
    static @Nullable CrashReport read(Path file) throws IOException {
        try {
            byte[] content = ChildFile.read(file, LIMIT);
            // Behind a wall there is a file from the beginning.
            return content.length == 0 ? null : new CrashReport(content);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /** Whether the JVM gave up because the system refused it memory. */
    boolean forWantOfMemory() {
        return text.contains(NO_MEMORY);
    }

    /** Whether the system refused a thread, which the JVM reports as memory, too. */
    boolean forWantOfThreads() {
        return NO_THREAD.matcher(text).find();
    }

    /** The signal that the JVM received, such as {@code SIGSEGV}; it then ends itself by another. */
    @Nullable
    String signal() {
        return quote(SIGNAL);
    }

    /** Process id of the sender of that signal, or null if the signal came from the processor. */
    @Nullable
    String sender() {
        return quote(SENDER);
    }

    @Nullable
    String problematicFrame() {
        return quote(FRAME);
    }

    private @Nullable String quote(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String found = OutputTail.printable(matcher.group(1).strip());
        return found.length() <= LONGEST_QUOTE ? found : found.substring(0, LONGEST_QUOTE) + "…";
    }

    /**
     * Keeps the report in a file that only this user can read.
     *
     * @param directory made if need be
     * @return the new file
     */
    Path keep(Path directory, String pool, long pid) throws IOException {
        Files.createDirectories(directory);
        String name = "asynccpu-" + pool + "-" + TIME.format(Instant.now()) + "-pid" + pid;
        for (int i = 1; ; i++) {
            Path file = directory.resolve(name + (i == 1 ? "" : "-" + i) + ".log");
            try {
                // A report contains the environment.
                return PrivateFile.create(file, made -> {
                    write(made);
                    return file;
                });
            } catch (FileAlreadyExistsException taken) {
                if (i == MOST_OF_THE_SAME_NAME) {
                    throw taken;
                }
            }
        }
    }

    private void write(FileChannel made) throws IOException {
        try (made) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                made.write(left);
            }
        }
    }
}
