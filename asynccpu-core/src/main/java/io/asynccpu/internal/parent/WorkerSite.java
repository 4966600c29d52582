package io.asynccpu.internal.parent;

import io.asynccpu.internal.launch.WorkerLauncher;
import io.asynccpu.internal.protocol.WorkerFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files and the launcher of one worker.
 *
 * @param files in a directory that only this user can open
 * @param temporary a directory for its own temporary files; null if it has none
 * @param launcher starts it
 */
public record WorkerSite(WorkerFiles files, @Nullable Path temporary, WorkerLauncher launcher) {}
