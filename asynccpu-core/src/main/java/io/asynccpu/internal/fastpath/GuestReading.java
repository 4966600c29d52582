package io.asynccpu.internal.fastpath;

import io.asynccpu.internal.parent.Worker;
import java.util.function.BooleanSupplier;

/**
 * The one place where a pool uses the reader permit of its workers: a thread that waits for a task reads the worker's answer itself, so it
 * need not be woken. Without it the worker's own thread reads everything.
 */
public final class GuestReading {

    private GuestReading() {}

    /** Called by a thread before it sleeps. Returns soon. */
    public static void read(Worker worker, BooleanSupplier workerHasTask) {
        if (FastPath.isOn()) {
            worker.listen(workerHasTask);
        }
    }

    /** Whether the worker's own thread is to leave the next message to a thread that waits for a task. */
    public static boolean isWorthLending(boolean taskWasAwaited) {
        return FastPath.isOn() && taskWasAwaited;
    }
}
