package io.asynccpu.internal.launch.archive;

import java.nio.file.Path;
import java.util.List;

/**
 * An archive from which a worker starts, or which it records.
 *
 * @param directory of the archive and of files on its class path
 * @param options the JVM options
 * @param classPath the class path that replaces the application's
 */
public record StartupArchive(Path directory, List<String> options, List<Path> classPath) {}
