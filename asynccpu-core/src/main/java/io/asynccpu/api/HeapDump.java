package io.asynccpu.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * The objects in the heap of a worker, as a file that only this user can read.
 *
 * @param workerId number of the worker
 * @param pid process id of the worker
 * @param at when the dump was complete
 * @param file in the format {@code hprof}
 * @param bytes size of the file
 */
public record HeapDump(int workerId, long pid, Instant at, Path file, long bytes) {}
