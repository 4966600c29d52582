package io.asynccpu.internal.parent;

/**
 * The reason why a pool kills a worker, for messages and logs.
 *
 * @param reason a clause of its own
 * @param remedy what the user can do against that reason
 */
public record KillReason(String reason, String remedy) {}
