package io.asynccpu.supervisor;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that must be done even where this JVM has no memory for a while: the tasks of a dead worker are to be answered, whoever
 * has used it up. Only for a thread that nobody else needs.
 */
final class Insistence {

    private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private Insistence() {}

    private static final int FEW = 10;

    /** Does the step, again and again while memory is exhausted. Another failure is logged, since it would come again. */
    static void on(Runnable step) {
        upTo(Integer.MAX_VALUE, step);
    }

    /** Likewise, but gives up where what comes after the step matters more. */
    static void fewTimes(Runnable step) {
        upTo(FEW, step);
    }

    private static void upTo(int times, Runnable step) {
        for (int i = 0; i < times; i++) {
            try {
                step.run();
                return;
            } catch (OutOfMemoryError noMemory) {
                pause();
            } catch (RuntimeException | Error e) {
                log(e);
                return;
            }
        }
    }

    /** Until there may be memory again. */
    static void pause() {
        LockSupport.parkNanos(PAUSE);
    }

    private static void log(Throwable e) {
        try {
            LOG.error("A step at the end of a worker failed", e);
        } catch (RuntimeException | Error notEvenThat) {
            // Of an appender. What comes after the step matters more than the line.
        }
    }
}
