package io.asynccpu.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What lived in the heap of a worker, as a file that only this user can read.
 *
 * @param workerId number of the worker
 * @param pid of its process
 * @param at when it was complete
 * @param file in the form {@code hprof}
 * @param bytes how long it is
 */
public record HeapDump(int workerId, long pid, Instant at, Path file, long bytes) {}
