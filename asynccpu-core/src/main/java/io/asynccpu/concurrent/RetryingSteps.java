package io.asynccpu.concurrent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that must be done even where this JVM has no memory for a while: the tasks of a dead worker are to be answered, whoever
 * has used it up. Where not one more object fits into the heap, one that would be made here would end the thread instead: so
 * this is made in better times, and makes none. Only for a thread that nobody else needs.
 */
public final class RetryingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSteps.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FEW = 10;

    /** Each may be begun several times. */
    public interface Steps {

        /** False if there is no such step any more. */
        boolean carryOut(int step);

        /** Whether nothing that comes after it matters more. */
        boolean isIndispensable(int step);
    }

    private final Steps steps;

    public RetryingSteps(Steps steps) {
        this.steps = steps;
    }

    /** Does each step, again and again while memory is exhausted. Another failure is logged, since it would come again. */
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

    /** Until there may be memory again. */
    public static void pause() {
        LockSupport.parkNanos(PAUSE);
    }

    static void log(Logger log, String what, Throwable e) {
        try {
            log.error(what, e);
        } catch (RuntimeException | Error notEvenThat) {
            // Of an appender. What comes after the step matters more than the line.
        }
    }
}
