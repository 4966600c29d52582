package io.asynccpu.chaos;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The starts of tasks, noted by the tasks themselves in a file: one short write each, which is whole or not there. */
final class Register {

    private static final int BYTES = 12;

    /** In the child: open as long as it lives. No channels, since an interrupt closes those. */
    private static final Map<String, FileOutputStream> OPEN = new ConcurrentHashMap<>();

    private Register() {}

    /** One start. */
    record Start(int number, int attempt, long pid) {}

    /** Called in the child. */
    static void note(String file, int number, int attempt) {
        ByteBuffer note = ByteBuffer.allocate(BYTES)
                .putInt(number)
                .putInt(attempt)
                .putInt((int) ProcessHandle.current().pid());
        try {
            OPEN.computeIfAbsent(file, Register::open).write(note.array());
        } catch (IOException e) {
            throw new IllegalStateException("The start of order " + number + " could not be noted", e);
        }
    }

    private static FileOutputStream open(String file) {
        try {
            return new FileOutputStream(file, true);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be opened", e);
        }
    }

    /** By number, in the order of time. */
    static Map<Integer, List<Start>> read(Path file) throws IOException {
        Map<Integer, List<Start>> starts = new HashMap<>();
        ByteBuffer notes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (notes.remaining() >= BYTES) {
            Start start = new Start(notes.getInt(), notes.getInt(), notes.getInt());
            starts.computeIfAbsent(start.number(), number -> new ArrayList<>()).add(start);
        }
        if (notes.hasRemaining()) {
            throw new IOException(file + " ends within a note");
        }
        return starts;
    }
}
