package io.asynccpu.internal.fleet;

import java.util.Collection;

/**
 * The workers of a fleet, counted by what they do.
 *
 * @param serving take tasks, now or soon, and are to stay
 * @param ready of those, the ones that have started
 * @param busy of those, the ones that have a task
 * @param leaving take tasks, but are to be replaced
 * @param working all that have a task which nothing will end before its time
 * @param goingOut leave, or have left except for their processes
 */
record Census(long serving, long ready, long busy, long leaving, long working, long goingOut) {

    static Census of(Collection<? extends WorkerSlot<?>> workers) {
        long serving = 0;
        long ready = 0;
        long busy = 0;
        long leaving = 0;
        long working = 0;
        long goingOut = 0;
        for (WorkerSlot<?> worker : workers) {
            if (worker.isServing()) {
                serving++;
                ready += worker.isReady() ? 1 : 0;
                busy += worker.isBusy() ? 1 : 0;
            }
            leaving += worker.isLeaving() ? 1 : 0;
            working += worker.isBusy() && worker.mayLive() ? 1 : 0;
            goingOut += worker.isOnItsWayOut() ? 1 : 0;
        }
        return new Census(serving, ready, busy, leaving, working, goingOut);
    }

    /** Workers that are to leave keep their places until their replacements come, which come one at a time. */
    boolean isShortOf(long wanted) {
        return serving + leaving < wanted || (serving < wanted && serving == ready);
    }
}
