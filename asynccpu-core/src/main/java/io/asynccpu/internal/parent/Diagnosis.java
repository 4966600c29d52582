package io.asynccpu.internal.parent;

import io.asynccpu.api.WorkerCrashedException.Cause;

/**
 * The cause of a worker's death, in words for users.
 *
 * @param what the event, as the end of a sentence that begins with the worker
 * @param remedy advice to the user, as the end of that sentence
 */
record Diagnosis(Cause cause, String what, String remedy) {}
