package io.asynccpu.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * Why the pool killed a worker.
 *
 * @param reason in words, for messages and logs
 * @param remedy what the user can do about just that; null if it is nothing but what helps against any such death
 */
record Condemnation(String reason, @Nullable String remedy) {}
