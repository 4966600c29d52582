package io.asynccpu.benchmarks.row;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Counts what {@link ManyLines} has logged and throws it away; logback.xml makes it, so what it counts is static. */
public final class ArrivedLines extends AppenderBase<ILoggingEvent> {

    private static final Semaphore ARRIVED = new Semaphore(0);

    @Override
    protected void append(ILoggingEvent event) {
        ARRIVED.release();
    }

    /** Waits for so many of them, as a line that never arrives has cost little. */
    static void await(int lines) throws IOException, InterruptedException {
        if (!ARRIVED.tryAcquire(lines, 20, TimeUnit.SECONDS)) {
            throw new IOException("Of " + lines + " lines only " + ARRIVED.availablePermits() + " have arrived");
        }
    }
}
