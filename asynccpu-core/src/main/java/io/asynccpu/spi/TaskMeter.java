package io.asynccpu.spi;

/**
 * Measures how long tasks wait and run. Called once for each task that was accepted, just before its future is seen to be
 * complete, by threads that the pool needs: it must be fast and must not block. An exception from it is logged and otherwise
 * ignored. Thread-safe.
 */
public interface TaskMeter {

    /**
     * @param pool name of the pool
     * @param queuedNanos from its submission to its (last) start, or to its end if it never started
     * @param runningNanos from its (last) start to its end; -1 if it never started
     */
    void ended(String pool, long queuedNanos, long runningNanos);
}
