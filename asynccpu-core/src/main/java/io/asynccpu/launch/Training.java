package io.asynccpu.launch;

import io.asynccpu.launch.archive.Recording;

/**
 * The making of an archive: a worker of the pool's kind that gets ready and ends, and leaves the archive by its end.
 *
 * @param launcher for that one worker, which nobody hears
 * @param recording to be ended when it is dead
 */
public record Training(WorkerLauncher launcher, Recording recording) {}
