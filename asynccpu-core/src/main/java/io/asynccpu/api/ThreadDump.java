package io.asynccpu.api;

import java.time.Instant;

/**
 * Where the threads of a worker stood.
 *
 * @param workerId number of the worker
 * @param pid of its process
 * @param at when the answer came
 * @param text all threads with their stacks and locks, deadlocks first; about a million characters at most, and where it was cut it says so. It comes
 *     from the child, so it is to be shown and not to be trusted
 */
public record ThreadDump(int workerId, long pid, Instant at, String text) {}
