package io.asynccpu.autoconfigure.properties;

import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.Sandbox;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.util.unit.DataSize;

/** Properties of the wall around the children of a pool. */
public class SandboxProperties {

    static final String MODE = "worker.sandbox.mode";

    private static final String KEY = "worker.sandbox";

    /** Tool that puts up the wall around each child, for input that is not to be trusted. */
    private Sandbox.Mode mode = Sandbox.Mode.NONE;

    /** Whether children see the network of this machine. */
    private Boolean network = false;

    /**
     * Absolute paths that children may read, with what is below them, besides the JDK, the class path and the system's
     * libraries.
     */
    private List<File> read = List.of();

    /** Absolute paths that children may also write, with what is below them. */
    private List<File> write = List.of();

    /** Largest size of all files in a child's own "/tmp", which is kept in memory; at least 1MB. */
    private DataSize tmpSize = DataSize.ofMegabytes(256);

    /**
     * Names of environment variables of this process that children get, besides those for language and time zone and those of
     * "worker.environment".
     */
    private List<String> environment = List.of();

    /**
     * Maximum number of processes and threads of a child at a time, at least 64; 0 is no bound but the system's. The kernel
     * does not hold root to it.
     */
    private Integer maxProcesses = 1024;

    /** Maximum number of open files of each process of a child, at least 64; 0 is no bound but the system's. */
    private Integer maxOpenFiles = 0;

    /** Largest size of a file that a child writes, at least 1MB; 0 is "tmp-size", also below "write". */
    private DataSize maxFileSize = DataSize.ofBytes(0);

    /** Largest size of a core dump; 0 is none. */
    private DataSize maxCoreSize = DataSize.ofBytes(0);

    public Sandbox.Mode getMode() {
        return mode;
    }

    public void setMode(Sandbox.Mode mode) {
        this.mode = mode;
    }

    public Boolean getNetwork() {
        return network;
    }

    public void setNetwork(Boolean network) {
        this.network = network;
    }

    public List<File> getRead() {
        return read;
    }

    public void setRead(List<File> read) {
        this.read = read;
    }

    public List<File> getWrite() {
        return write;
    }

    public void setWrite(List<File> write) {
        this.write = write;
    }

    public DataSize getTmpSize() {
        return tmpSize;
    }

    public void setTmpSize(DataSize tmpSize) {
        this.tmpSize = tmpSize;
    }

    public List<String> getEnvironment() {
        return environment;
    }

    public void setEnvironment(List<String> environment) {
        this.environment = environment;
    }

    public Integer getMaxProcesses() {
        return maxProcesses;
    }

    public void setMaxProcesses(Integer maxProcesses) {
        this.maxProcesses = maxProcesses;
    }

    public Integer getMaxOpenFiles() {
        return maxOpenFiles;
    }

    public void setMaxOpenFiles(Integer maxOpenFiles) {
        this.maxOpenFiles = maxOpenFiles;
    }

    public DataSize getMaxFileSize() {
        return maxFileSize;
    }

    public void setMaxFileSize(DataSize maxFileSize) {
        this.maxFileSize = maxFileSize;
    }

    public DataSize getMaxCoreSize() {
        return maxCoreSize;
    }

    public void setMaxCoreSize(DataSize maxCoreSize) {
        this.maxCoreSize = maxCoreSize;
    }

    public boolean isWalled() {
        return mode != Sandbox.Mode.NONE;
    }

    /** Where no key is set, the builder has the default of this JVM. */
    void applyTo(ProcessTaskPoolExecutorBuilder builder, BuilderMapper mapper) {
        if (!isWalled() && !mapper.isSet(KEY)) {
            return;
        }
        Sandbox.Builder wall = Sandbox.bubblewrap();
        set(mapper, wall, "network", network, (one, value) -> one.network(value));
        set(mapper, wall, "read", read, (one, paths) -> one.read(paths(paths)));
        set(mapper, wall, "write", write, (one, paths) -> one.write(paths(paths)));
        set(mapper, wall, "tmp-size", tmpSize, (one, size) -> one.tmpSize(size.toBytes()));
        set(mapper, wall, "environment", environment, (one, names) -> one.environment(names.toArray(String[]::new)));
        set(mapper, wall, "max-processes", maxProcesses, (one, value) -> one.maxProcesses(value));
        set(mapper, wall, "max-open-files", maxOpenFiles, (one, value) -> one.maxOpenFiles(value));
        set(mapper, wall, "max-file-size", maxFileSize, (one, size) -> one.maxFileSize(size.toBytes()));
        set(mapper, wall, "max-core-size", maxCoreSize, (one, size) -> one.maxCoreSize(size.toBytes()));
        builder.sandbox(isWalled() ? wall.build() : Sandbox.NONE);
    }

    /** Builds a wall with this value alone, since a wall checks its values when it is built, and stops at the first fault. */
    private static <T> void set(
            BuilderMapper mapper, Sandbox.Builder wall, String key, T value, BiConsumer<Sandbox.Builder, T> setter) {
        mapper.set(KEY + "." + key, value, checked -> {
            Sandbox.Builder alone = Sandbox.bubblewrap();
            setter.accept(alone, checked);
            alone.build();
            setter.accept(wall, checked);
        });
    }

    /** The core's system properties, which have the same keys, separate paths as on a class path. */
    private static Path[] paths(List<File> files) {
        return files.stream()
                .flatMap(file -> Arrays.stream(file.getPath().split(File.pathSeparator)))
                .map(Path::of)
                .toArray(Path[]::new);
    }
}
