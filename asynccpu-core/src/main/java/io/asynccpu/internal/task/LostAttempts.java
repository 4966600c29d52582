package io.asynccpu.internal.task;

import io.asynccpu.api.WorkerCrashedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The worker deaths that a task has survived: before its start, which are only counted, and after it. Used by one thread at a time,
 * in the order of the pool's lock.
 */
public final class LostAttempts {

    private int beforeStart;
    private final List<WorkerCrashedException> crashes = new ArrayList<>(1);

    public void countBeforeStart() {
        beforeStart++;
    }

    public int beforeStart() {
        return beforeStart;
    }

    /** The task had started and may start again. */
    public void add(WorkerCrashedException crash) {
        crashes.add(crash);
    }

    /**
     * Gives the earlier crashes to the last one, as suppressed exceptions.
     *
     * @return how many bytes of output all of them hold
     */
    long addTo(WorkerCrashedException last) {
        long output = outputOf(last);
        for (WorkerCrashedException earlier : crashes) {
            last.addSuppressed(earlier);
            output += outputOf(earlier);
        }
        return output;
    }

    /** In bytes; the message holds the output once more. */
    static long outputOf(WorkerCrashedException crash) {
        long characters = String.valueOf(crash.getMessage()).length();
        for (String line : crash.lastOutput()) {
            characters += line.length();
        }
        return characters * Character.BYTES;
    }
}
