package io.asynccpu.pool;

/**
 * How long a task may take and how often it may start.
 *
 * @param timeoutNanos 0 for none
 * @param queueTimeoutNanos 0 for none
 */
public record TaskTerms(long timeoutNanos, long queueTimeoutNanos, int maxAttempts) {}
