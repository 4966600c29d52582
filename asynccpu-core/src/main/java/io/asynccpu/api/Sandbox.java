package io.asynccpu.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The wall around the children of a pool, for input that is not to be trusted. A child behind it sees the JDK, the class path, the
 * system's libraries and what {@code read} and {@code write} name; it has no network, no home directories and no other processes, and
 * all that it has started ends with it. Default {@link #NONE}. Immutable.
 *
 * <p>Where the system cannot put up the wall, the pool is not created; no child ever runs without it.
 *
 * @param mode the tool that puts up the wall
 * @param network whether children see the network of this machine. Default false
 * @param read further paths that children may read, with what is below them
 * @param write further paths that children may also write
 * @param tmpSize the most bytes of a child's own {@code /tmp}, which is kept in memory. Default 256 MiB
 * @param environment names of variables of this process that children get, besides those for language and time zone and those of
 *     {@code worker.environment}
 * @param maxProcesses the most processes and threads of a child at a time; 0 for the system's own limit. Default 1024. The kernel does
 *     not hold root to it
 * @param maxOpenFiles the most open files of each process; 0 for the system's own limit, which is the default
 * @param maxFileSize the most bytes of a file that a child writes; 0, the default, for {@code tmpSize}, also where {@code write}
 *     names a path
 * @param maxCoreSize the most bytes of a core dump. Default 0: none
 */
public record Sandbox(
        Mode mode,
        boolean network,
        List<Path> read,
        List<Path> write,
        long tmpSize,
        List<String> environment,
        int maxProcesses,
        int maxOpenFiles,
        long maxFileSize,
        long maxCoreSize) {

    /** No wall. */
    public static final Sandbox NONE =
            new Sandbox(Mode.NONE, true, List.of(), List.of(), 256 << 20, List.of(), 0, 0, 0, 0);

    /** The tool that puts up the wall. */
    public enum Mode {
        /** No wall. */
        NONE,
        /** Namespaces of the Linux kernel, put up by the program {@code bwrap} of bubblewrap 0.8 or newer. */
        BUBBLEWRAP
    }

    /** @throws IllegalArgumentException naming the setting, its value and the rule */
    public Sandbox {
        Objects.requireNonNull(mode);
        requireAbsolute("read", read);
        requireAbsolute("write", write);
        read = read.stream().map(Path::normalize).toList();
        write = write.stream().map(Path::normalize).toList();
        environment = List.copyOf(environment);
        require(tmpSize >= 1 << 20, "tmp-size", tmpSize, "at least 1 MiB");
        require(maxProcesses == 0 || maxProcesses >= 64, "max-processes", maxProcesses, "0 or at least 64");
        require(maxOpenFiles == 0 || maxOpenFiles >= 64, "max-open-files", maxOpenFiles, "0 or at least 64");
        require(maxFileSize == 0 || maxFileSize >= 1 << 20, "max-file-size", maxFileSize, "0 or at least 1 MiB");
        require(maxCoreSize >= 0, "max-core-size", maxCoreSize, "at least 0");
        for (String name : environment) {
            require(
                    !name.isEmpty() && name.indexOf('=') < 0,
                    "environment",
                    name,
                    "names of variables, without values");
        }
    }

    private static void requireAbsolute(String setting, List<Path> paths) {
        for (Path path : paths) {
            require(path.isAbsolute(), setting, path, "absolute paths");
        }
    }

    private static void require(boolean holds, String setting, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("sandbox." + setting + " is " + value + " but must be " + rule);
        }
    }

    /** Whether there is a wall. */
    public boolean isOn() {
        return mode != Mode.NONE;
    }

    /** Begins a wall of bubblewrap, with its defaults. */
    public static Builder bubblewrap() {
        return new Builder();
    }

    /** Builder of a wall. {@link #build()} checks the values. Not thread-safe. */
    public static final class Builder {

        private boolean network;
        private final List<Path> read = new ArrayList<>();
        private final List<Path> write = new ArrayList<>();
        private long tmpSize = 256 << 20;
        private final List<String> environment = new ArrayList<>();
        private int maxProcesses = 1024;
        private int maxOpenFiles;
        private long maxFileSize;
        private long maxCoreSize;

        private Builder() {}

        /** Whether children see the network of this machine. Default false. */
        public Builder network(boolean network) {
            this.network = network;
            return this;
        }

        /** Adds paths that children may read, with what is below them. */
        public Builder read(Path... paths) {
            read.addAll(Arrays.asList(paths));
            return this;
        }

        /** Adds paths that children may also write. */
        public Builder write(Path... paths) {
            write.addAll(Arrays.asList(paths));
            return this;
        }

        /** The most bytes of a child's own {@code /tmp}. Default 256 MiB. */
        public Builder tmpSize(long tmpSize) {
            this.tmpSize = tmpSize;
            return this;
        }

        /** Adds names of variables of this process that children get. */
        public Builder environment(String... names) {
            environment.addAll(Arrays.asList(names));
            return this;
        }

        /** The most processes and threads of a child at a time; 0 for the system's own limit. Default 1024. */
        public Builder maxProcesses(int maxProcesses) {
            this.maxProcesses = maxProcesses;
            return this;
        }

        /** The most open files of each process. Default 0: the system's own limit. */
        public Builder maxOpenFiles(int maxOpenFiles) {
            this.maxOpenFiles = maxOpenFiles;
            return this;
        }

        /** The most bytes of a file. Default 0: {@link #tmpSize}, also below {@link #write}. */
        public Builder maxFileSize(long maxFileSize) {
            this.maxFileSize = maxFileSize;
            return this;
        }

        /** The most bytes of a core dump. Default 0: none. */
        public Builder maxCoreSize(long maxCoreSize) {
            this.maxCoreSize = maxCoreSize;
            return this;
        }

        /** @throws IllegalArgumentException naming the setting, its value and the rule */
        public Sandbox build() {
            return new Sandbox(
                    Mode.BUBBLEWRAP,
                    network,
                    read,
                    write,
                    tmpSize,
                    environment,
                    maxProcesses,
                    maxOpenFiles,
                    maxFileSize,
                    maxCoreSize);
        }
    }
}
