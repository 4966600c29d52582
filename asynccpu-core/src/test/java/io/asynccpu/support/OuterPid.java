package io.asynccpu.support;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process id of a worker as the system of its parent shows it. Behind a wall a worker does not know it, so it asks by a file, which the
 * JVM of the tests answers, if the wall lets through {@code /tmp}; see CONTRIBUTING.md.
 */
final class OuterPid {

    private static final Path QUESTIONS = Path.of("/tmp/asynccpu-test-pids");
    private static final String ASKED = ".asked";
    private static final String ERROR_FILE = "-XX:ErrorFile=";

    /** In the namespace of a wall, 1 is bubblewrap and 2 the worker. */
    private static final long OF_A_WORKER = 2;

    private static boolean isServing;

    /** In a worker or any other JVM; 0 before it was asked for. */
    private static volatile long known;

    private OuterPid() {}

    /** In a worker, or in any other JVM. */
    static long ofThisJvm() {
        if (known == 0) {
            known = find();
        }
        return known;
    }

    private static long find() {
        long own = ProcessHandle.current().pid();
        Optional<Path> report = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(ERROR_FILE))
                .map(option -> Path.of(option.substring(ERROR_FILE.length())))
                .findFirst();
        if (own != OF_A_WORKER || report.isEmpty() || !Files.isDirectory(QUESTIONS)) {
            return own;
        }
        try {
            String name = report.get().toString().replace('/', '+');
            Path answer = QUESTIONS.resolve(name);
            Path question = QUESTIONS.resolve(name + ASKED);
            if (!Files.exists(answer)) {
                Files.write(question, new byte[0]);
                Poll.until("an answer", () -> Files.exists(answer));
            }
            return Long.parseLong(Files.readString(answer));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the JVM of the tests, if all its pools have a wall. */
    static synchronized void serve() throws IOException {
        if (isServing || !NotBehindAWall.Condition.isOn()) {
            return;
        }
        isServing = true;
        Files.createDirectories(QUESTIONS);
        Thread thread = new Thread(OuterPid::answerAll, "outer-pids");
        thread.setDaemon(true);
        thread.start();
    }

    private static void answerAll() {
        try {
            while (true) {
                for (Path question : questions()) {
                    String name = question.getFileName().toString().replace(ASKED, "");
                    Optional<Long> found = find(ERROR_FILE + name.replace('+', '/'));
                    if (found.isPresent()) {
                        Path written = Files.writeString(
                                Files.createTempFile(QUESTIONS, "answer", ".tmp"),
                                found.get().toString());
                        Files.move(written, QUESTIONS.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                        Files.deleteIfExists(question);
                    }
                }
                Thread.sleep(1);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> questions() throws IOException {
        try (Stream<Path> files = Files.list(QUESTIONS)) {
            return files.filter(file -> file.toString().endsWith(ASKED)).toList();
        }
    }

    /** The option stands on the command line of what is in front of the JVM, too. */
    private static Optional<Long> find(String option) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    List<String> words = commandLine(pid);
                    return words.get(0).endsWith("/java") && words.contains(option);
                })
                .findFirst();
    }

    private static List<String> commandLine(long pid) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .split("\0", -1));
        } catch (IOException gone) {
            return List.of("");
        }
    }
}
