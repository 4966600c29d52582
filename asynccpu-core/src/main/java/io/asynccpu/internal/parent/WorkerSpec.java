package io.asynccpu.internal.parent;

/**
 * The properties of one worker that its pool decides: its number, and how it is started and ended.
 *
 * @param id unique in the pool
 * @param training whether the worker fills the start-up cache, so that its log lines are dropped
 * @param heap most bytes of its heap where the settings do not say it; else 0
 */
record WorkerSpec(int id, WorkerSettings settings, boolean training, long heap) {

    String threadName() {
        return "asynccpu-" + settings.pool() + "-worker-" + id;
    }

    /** False for threads of this JVM, which start at once, and for a training, whose priority is the lowest. */
    boolean queuesForStart() {
        return settings.launch().inProcess() == null && !training;
    }

    long graceNanos() {
        return settings.gracePeriod().toNanos();
    }

    long killGraceNanos() {
        return settings.killGracePeriod().toNanos();
    }
}
