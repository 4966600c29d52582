package io.asynccpu.autoconfigure.aop;

import org.assertj.core.api.Assertions;

/** Why something does not start. */
final class Refusals {

    private Refusals() {}

    /** What is said of the methods with {@code @ProcessAsync}; a context that starts nevertheless is closed. */
    static String of(Start start) {
        try {
            Object started = start.run();
            if (started instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof InvalidProcessAsyncException refusal) {
                    return refusal.getMessage();
                }
            }
            throw new AssertionError("It failed for something else", failure);
        }
        return Assertions.fail("It started");
    }

    @FunctionalInterface
    interface Start {
        Object run() throws Exception;
    }
}
