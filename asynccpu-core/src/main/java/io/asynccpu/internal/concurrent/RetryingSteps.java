package io.asynccpu.internal.concurrent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sequence of steps that must be carried out even while this JVM has no memory: the tasks of a dead worker must be
 * answered, whatever has used the memory up.
 *
 * <p>Each step is tried again while memory is exhausted. The class makes no objects while it runs, since an {@code
 * OutOfMemoryError} of its own would end the thread, so it is made beforehand. For a thread that no other code needs.
 */
public final class RetryingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSteps.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FEW = 10;

    /** The steps, numbered from 0. Each may be begun several times. */
    public interface Steps {

        /** False if there is no such step. */
        boolean carryOut(int step);

        /**
         * Whether the step is tried without end; other steps are given up after some tries, so that later ones are not
         * delayed.
         */
        boolean isIndispensable(int step);
    }

    private final Steps steps;

    public RetryingSteps(Steps steps) {
        this.steps = steps;
    }

    /**
     * Carries out each step, again and again while memory is exhausted. Another failure is logged, since it would come
     * again.
     */
    public void carryOut() {
        int step = 0;
        int tries = 0;
        boolean more = true;
        while (more) {
            try {
                more = steps.carryOut(step);
                step++;
                tries = 0;
            } catch (OutOfMemoryError noMemory) {
                pause();
                tries++;
                if (tries >= FEW && !steps.isIndispensable(step)) {
                    step++;
                    tries = 0;
                }
            } catch (RuntimeException | Error e) {
                log(LOG, "A step at the end of a worker failed", e);
                step++;
                tries = 0;
            }
        }
    }

    /** Waits until there may be memory again. */
    public static void pause() {
        LockSupport.parkNanos(PAUSE);
    }

    static void log(Logger log, String what, Throwable e) {
        try {
            log.error(what, e);
        } catch (RuntimeException | Error notEvenThat) {
            // Thrown by an appender. The next step matters more than the line.
        }
    }
}
