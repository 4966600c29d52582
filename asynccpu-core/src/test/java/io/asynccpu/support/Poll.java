package io.asynccpu.support;

import java.util.concurrent.Callable;

/** Waits for what no event tells. The bound is the test's {@code @Timeout}, which interrupts; a spin would not notice. */
public final class Poll {

    private Poll() {}

    /** Returns when the condition holds. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        try {
            while (!condition.call()) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Waited in vain: " + what, e);
        }
    }
}
