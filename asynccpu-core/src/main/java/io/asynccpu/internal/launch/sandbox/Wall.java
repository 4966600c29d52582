package io.asynccpu.internal.launch.sandbox;

import io.asynccpu.api.Sandbox;
import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.protocol.PrivateFile;
import io.asynccpu.internal.protocol.WorkerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The wall around the children of one pool. What all of them see is determined once, when the pool is created. Immutable. */
public final class Wall {

    /** A child's own directory for temporary files. */
    public static final Path TMP = Path.of("/tmp");

    private static final Path PROC = Path.of("/proc");
    private static final Path DEV = Path.of("/dev");

    /** A directory with fewer files is not worth a look whether all of them are shown. */
    private static final int SOME_FILES = 4;

    private final Sandbox sandbox;
    private final Bubblewrap tool;
    private final Mounts common;
    private final @Nullable Path workingDirectory;

    /**
     * @param javaHome the JDK of the children
     * @param classPath the files and directories of the classes
     * @param workingDirectory of the children; null for their {@code /tmp}
     * @throws WorkerStartException if there is no wall on this system; the message says what is missing and what to do
     */
    public Wall(Sandbox sandbox, Path javaHome, Collection<Path> classPath, @Nullable Path workingDirectory)
            throws IOException {
        this.sandbox = sandbox;
        this.tool = Bubblewrap.require(sandbox.network());
        this.workingDirectory = workingDirectory;
        this.common = common(sandbox, tool, javaHome, classPath, workingDirectory);
    }

    private static Mounts common(
            Sandbox sandbox,
            Bubblewrap tool,
            Path javaHome,
            Collection<Path> classPath,
            @Nullable Path workingDirectory)
            throws IOException {
        requireUsable("read", sandbox.read());
        requireUsable("write", sandbox.write());
        Mounts mounts = new Mounts();
        mounts.kernel("--proc", PROC);
        mounts.kernel("--dev", DEV);
        mounts.memory(TMP, sandbox.tmpSize());
        SystemFiles.show(mounts, sandbox.network());
        for (Path path : sandbox.write()) {
            mounts.write(path);
        }
        for (Path path : sandbox.read()) {
            mounts.read(path);
        }
        mounts.read(javaHome);
        mounts.read(tool.prlimit());
        for (Path entry : classPath) {
            requireNarrow("the class path has the directory", entry);
        }
        requireApart(sandbox.write(), classPath);
        for (Path path : gathered(classPath)) {
            mounts.read(path);
        }
        if (workingDirectory != null && !workingDirectory.equals(TMP) && !mounts.isWritable(workingDirectory)) {
            requireNarrow("worker.working-directory is", workingDirectory);
            mounts.read(workingDirectory);
        }
        return mounts;
    }

    private static void requireUsable(String setting, List<Path> paths) {
        for (Path path : paths) {
            if (path.startsWith(PROC) || path.equals(DEV)) {
                throw new WorkerStartException(
                        "worker.sandbox." + setting + " names " + path
                                + ", but behind a wall each worker has its own; leave it out",
                        null);
            }
            if (Files.notExists(path)) {
                throw new WorkerStartException(
                        "worker.sandbox." + setting + " names " + path + ", which does not exist", null);
            }
        }
    }

    /** A directory that is shown shows all that is in it. */
    private static void requireNarrow(String what, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        for (String property : List.of("user.home", "java.io.tmpdir")) {
            // A user without a home has "?" there.
            Path hidden = Path.of(System.getProperty(property, ""));
            if (hidden.isAbsolute() && realPath(hidden).startsWith(directory.toRealPath())) {
                throw new WorkerStartException(
                        "No worker can be started behind a wall, because " + what + " " + directory + ", which holds "
                                + hidden + "; name a directory that holds nothing else",
                        null);
            }
        }
    }

    /**
     * Who may write to a directory may put another one in its place, in spite of a mount deeper in it: this JVM would run other code at
     * its next start.
     */
    private static void requireApart(List<Path> writable, Collection<Path> classPath) throws IOException {
        List<Path> code = new ArrayList<>(classPath);
        code.add(Path.of(System.getProperty("java.home")));
        for (Path path : writable) {
            for (Path each : code) {
                if (each.startsWith(path) || realPath(each).startsWith(path.toRealPath())) {
                    throw new WorkerStartException(
                            "worker.sandbox.write names " + path + ", in which lies " + each
                                    + ", code of this application; name a directory without it",
                            null);
                }
            }
        }
    }

    private static Path realPath(Path path) throws IOException {
        return Files.exists(path) ? path.toRealPath() : path.normalize();
    }

    /** Replaces files by their directory where it holds nothing else: one mount instead of many. */
    private static Set<Path> gathered(Collection<Path> files) throws IOException {
        Set<Path> all = new TreeSet<>(files);
        Set<Path> gathered = new TreeSet<>();
        Set<Path> mixed = new TreeSet<>();
        for (Path file : all) {
            Path directory = Objects.requireNonNullElse(file.getParent(), file);
            if (gathered.contains(directory)) {
                continue;
            }
            if (!mixed.contains(directory) && isAllOf(directory, all)) {
                gathered.add(directory);
            } else {
                mixed.add(directory);
                gathered.add(file);
            }
        }
        return gathered;
    }

    private static boolean isAllOf(Path directory, Set<Path> files) throws IOException {
        // One that this user may enter but not list has more files, perhaps.
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            return false;
        }
        try (Stream<Path> present = Files.list(directory)) {
            List<Path> found = present.toList();
            return found.size() >= SOME_FILES && files.containsAll(found);
        }
    }

    /**
     * Returns the words before {@code java} on the command line.
     *
     * @param archive the directory of the archive that the child starts from; null if there is none
     * @param records whether the child writes that archive, and runs no task
     */
    public List<String> command(WorkerFiles files, @Nullable Path archive, boolean records) throws IOException {
        // Exists before the child, which cannot make files here.
        PrivateFile.create(files.crashReport(), made -> made).close();
        Mounts mounts = new Mounts(common);
        mounts.read(files.socket());
        mounts.read(files.arguments());
        mounts.write(files.startedTasks());
        mounts.write(files.outbox());
        mounts.write(files.crashReport());
        if (Files.exists(files.arrays())) {
            mounts.write(files.arrays());
        }
        if (archive != null && records) {
            mounts.write(archive);
        } else if (archive != null) {
            mounts.read(archive);
        }
        List<String> command = new ArrayList<>();
        command.add(tool.bwrap().toString());
        command.addAll(Bubblewrap.namespaces(sandbox.network()));
        command.addAll(mounts.options());
        // Else a child could fill these two, which are in memory and have no limit of their own.
        command.addAll(List.of("--remount-ro", DEV.toString(), "--remount-ro", "/"));
        // Else a child of root could write the kernel's settings, which ask for root's number and not for a capability.
        command.addAll(List.of("--remount-ro", PROC.toString()));
        command.addAll(List.of("--chdir", (workingDirectory == null ? TMP : workingDirectory).toString()));
        command.add("--");
        command.addAll(ResourceLimits.command(tool.prlimit(), sandbox, records));
        return command;
    }
}
