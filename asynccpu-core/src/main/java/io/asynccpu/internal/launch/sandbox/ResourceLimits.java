package io.asynccpu.internal.launch.sandbox;

import io.asynccpu.api.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The limits of a child's processes, set by {@code prlimit} within the sandbox, where no process may raise them again. */
final class ResourceLimits {

    private static final Path OWN = Path.of("/proc/self/limits");

    private ResourceLimits() {}

    /**
     * Returns the words that run what follows under the limits.
     *
     * @param records whether it writes an archive, and runs no task
     */
    static List<String> command(Path prlimit, Sandbox sandbox, boolean records) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(prlimit.toString());
        add(command, "--core=", "Max core file size", sandbox.maxCoreSize());
        if (sandbox.maxProcesses() > 0) {
            add(command, "--nproc=", "Max processes", sandbox.maxProcesses());
        }
        if (sandbox.maxOpenFiles() > 0) {
            add(command, "--nofile=", "Max open files", sandbox.maxOpenFiles());
        }
        if (!records) {
            // Also where it may write elsewhere: its own files on the disk and in shared memory have no other limit.
            long size = sandbox.maxFileSize() > 0 ? sandbox.maxFileSize() : sandbox.tmpSize();
            add(command, "--fsize=", "Max file size", size);
        }
        return command;
    }

    /** Never more than this process has, since only root may raise a limit. */
    private static void add(List<String> command, String option, String name, long wanted) throws IOException {
        long limit = Math.min(wanted, own(name));
        command.add(option + limit + ":" + limit);
    }

    private static long own(String name) throws IOException {
        for (String line : Files.readAllLines(OWN)) {
            if (line.startsWith(name)) {
                // Soft limit, hard limit, unit.
                String hard = line.substring(name.length()).strip().split("\\s+", -1)[1];
                return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
            }
        }
        return Long.MAX_VALUE;
    }
}
