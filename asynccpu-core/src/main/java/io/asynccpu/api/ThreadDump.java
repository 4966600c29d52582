package io.asynccpu.api;

import java.time.Instant;

/**
 * The stacks of a worker's threads.
 *
 * @param workerId number of the worker
 * @param pid process id of the worker
 * @param at when the answer arrived
 * @param text all threads with their stacks and locks, deadlocks first; at most about a million characters, with a
 *     note if it was cut. It comes from the child, so it may be shown but must not be trusted
 */
public record ThreadDump(int workerId, long pid, Instant at, String text) {}
