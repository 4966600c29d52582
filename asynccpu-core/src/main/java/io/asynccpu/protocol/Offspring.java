package io.asynccpu.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All that a worker's process has started, directly or not. A process whose own parent has ended is nobody's descendant any
 * more, so each worker's environment holds a mark, which its children inherit. It is no secret. Where there is no {@code
 * /proc}, and for a process that has changed its environment, only living ancestors tell.
 */
public final class Offspring {

    /** Environment variable that holds the mark. */
    public static final String VARIABLE = "ASYNCCPU_WORKER";

    /** A process may start another one while they are killed, but not again and again faster than that. */
    private static final int MOST_ROUNDS = 10;

    private Offspring() {}

    /** One that no other worker of this machine has. */
    public static String mark(WorkerFiles files) {
        return files.directory().getFileName() + "/" + files.workerId();
    }

    /**
     * SIGKILL for all of them.
     *
     * @param root the worker's process, which is spared
     */
    public static void kill(ProcessHandle root, String mark) {
        Set<ProcessHandle> killed = new HashSet<>();
        boolean some = true;
        for (int round = 0; some && round < MOST_ROUNDS; round++) {
            List<ProcessHandle> found = Stream.concat(root.descendants(), marked(mark))
                    .filter(process -> !process.equals(root) && killed.add(process))
                    .toList();
            found.forEach(ProcessHandle::destroyForcibly);
            some = !found.isEmpty();
        }
    }

    private static Stream<ProcessHandle> marked(String mark) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .map(pid -> marked(pid, mark))
                    .flatMap(Optional::stream)
                    .toList()
                    .stream();
        } catch (IOException | UncheckedIOException notHere) {
            return Stream.empty();
        }
    }

    private static Optional<ProcessHandle> marked(long pid, String mark) {
        Supplier<Boolean> isMarked = () -> environment(pid).contains("\0" + VARIABLE + "=" + mark + "\0");
        // Asked again with the handle in hand. Guard against race with the end of the process and another one that gets
        // its number: a handle knows when its process started.
        return isMarked.get() ? ProcessHandle.of(pid).filter(process -> isMarked.get()) : Optional.empty();
    }

    private static String environment(long pid) {
        try {
            byte[] variables = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return "\0" + new String(variables, StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }
}
