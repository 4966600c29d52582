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
        List<String> own = Files.readAllLines(OWN);
        List<String> command = new ArrayList<>();
        command.add(prlimit.toString());
        command.add(option("--core=", "Max core file size", sandbox.maxCoreSize(), own));
        if (sandbox.maxProcesses() > 0) {
            command.add(option("--nproc=", "Max processes", sandbox.maxProcesses(), own));
        }
        if (sandbox.maxOpenFiles() > 0) {
            command.add(option("--nofile=", "Max open files", sandbox.maxOpenFiles(), own));
        }
        if (!records) {
            // Also where it may write elsewhere: its own files on the disk and in shared memory have no other limit.
            long size = sandbox.maxFileSize() > 0 ? sandbox.maxFileSize() : sandbox.tmpSize();
            command.add(option("--fsize=", "Max file size", size, own));
        }
        return command;
    }

    /** Never more than this process has, since only root may raise a limit. */
    private static String option(String option, String name, long wanted, List<String> own) {
        long limit = Math.min(wanted, hardLimit(name, own));
        return option + limit + ":" + limit;
    }

    private static long hardLimit(String name, List<String> own) {
        for (String line : own) {
            if (line.startsWith(name)) {
                // Soft limit, hard limit, unit.
                String hard = line.substring(name.length()).strip().split("\\s+", -1)[1];
                return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
            }
        }
        return Long.MAX_VALUE;
    }
}
