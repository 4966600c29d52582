package io.asynccpu.supervisor;

import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.protocol.StartedTasks;
import io.asynccpu.protocol.WorkerFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out from what a dead worker left how it died, and removes what it left. */
final class Obituary {

    private static final Logger LOG = LoggerFactory.getLogger(Obituary.class);

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(31, "SIGSYS"));

    /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}, and what the JVM writes before it. */
    private static final int OUT_OF_MEMORY_EXIT = 3;

    private static final String OUT_OF_MEMORY_LINE = "Terminating due to java.lang.OutOfMemoryError";

    private final WorkerSettings settings;
    private final WorkerFiles files;
    private final OutputTail output;

    Obituary(WorkerSettings settings, WorkerFiles files, OutputTail output) {
        this.settings = settings;
        this.files = files;
        this.output = output;
    }

    WorkerDeath write(
            @Nullable Process process,
            long pid,
            boolean expected,
            @Nullable String condemnedFor,
            @Nullable Throwable startFailure) {
        int exitCode = process == null || process.isAlive() ? -1 : process.exitValue();
        List<String> lines = output.lastLines();
        String signal = exitCode > 128 ? SIGNALS.get(exitCode - 128) : null;
        String frame = problematicFrame();
        Death details = new Death(pid, exitCode, signal, lines, frame);
        boolean outOfMemory =
                exitCode == OUT_OF_MEMORY_EXIT && lines.stream().anyMatch(line -> line.startsWith(OUT_OF_MEMORY_LINE));
        String reason = condemnedFor != null ? "it was killed: " + condemnedFor : words(details, outOfMemory);
        WorkerDeath death = new WorkerDeath(reason, expected, startFailure, outOfMemory, details, started());
        removeFiles();
        return death;
    }

    private String words(Death death, boolean outOfMemory) {
        if (outOfMemory) {
            String heap = settings.launch().maxHeap() > 0
                    ? "its heap of " + (settings.launch().maxHeap() >> 20) + " MiB"
                    : "its heap";
            return "it ran out of memory (" + String.join(" ", outOfMemoryLines(death)) + "); give it more than " + heap
                    + " by max-heap, or the task less to do";
        }
        if (death.problematicFrame() != null) {
            return "it crashed in native code at " + death.problematicFrame();
        }
        if (death.signal() != null) {
            String perhaps = death.signal().equals("SIGKILL")
                    ? ", which nobody in this pool sent; perhaps the kernel, for want of memory"
                    : "";
            return "it was ended by " + death.signal() + perhaps;
        }
        return death.exitCode() < 0
                ? "its process never came to be"
                : "it exited with code " + death.exitCode() + " by itself, as System.exit does";
    }

    private static List<String> outOfMemoryLines(Death death) {
        return death.lastOutput().stream()
                .filter(line -> line.startsWith(OUT_OF_MEMORY_LINE))
                .toList();
    }

    private @Nullable String problematicFrame() {
        if (Files.notExists(files.crashReport())) {
            return null;
        }
        try {
            Iterator<String> lines = Files.readAllLines(files.crashReport(), StandardCharsets.ISO_8859_1)
                    .iterator();
            while (lines.hasNext()) {
                if (lines.next().equals("# Problematic frame:") && lines.hasNext()) {
                    return lines.next().replaceFirst("^# ", "").trim();
                }
            }
        } catch (IOException e) {
            LOG.warn("The crash report of a worker of pool {} cannot be read", settings.pool(), e);
        }
        return null;
    }

    private @Nullable Set<Long> started() {
        try {
            return StartedTasks.read(files.startedTasks());
        } catch (IOException e) {
            LOG.warn("It is unknown which tasks a dead worker of pool {} had started", settings.pool(), e);
            return null;
        }
    }

    private void removeFiles() {
        try {
            Files.deleteIfExists(files.crashReport());
            Files.deleteIfExists(files.startedTasks());
        } catch (IOException e) {
            LOG.warn("Files of a dead worker of pool {} remain", settings.pool(), e);
        }
    }
}
