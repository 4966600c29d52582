package io.asynccpu.internal.protocol;

/**
 * Keeps an interrupt from the thread while it accesses an open file, which the interrupt would close. One that comes just then does
 * close it.
 */
final class DeferredInterrupt implements AutoCloseable {

    private final boolean interrupted = Thread.interrupted();

    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
