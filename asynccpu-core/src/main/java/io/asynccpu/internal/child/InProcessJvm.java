package io.asynccpu.internal.child;

import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** The parent's JVM as host of an in-process worker: its streams, signals, levels, heap and exit are left as they are. */
final class InProcessJvm implements HostJvm {

    private final Logger log;
    private final String worker;
    private final Consumer<Throwable> endWorker;

    /**
     * @param worker the worker's name
     * @param endWorker ends the worker, one of whose threads is broken
     */
    InProcessJvm(Logger log, String worker, Consumer<Throwable> endWorker) {
        this.log = log;
        this.worker = worker;
        this.endWorker = endWorker;
    }

    @Override
    public boolean isParentJvm() {
        return true;
    }

    @Override
    public long outBytes() {
        return 0;
    }

    @Override
    public long errBytes() {
        return 0;
    }

    @Override
    public void log(String text) {
        log.warn("Worker {}: {}", worker, text);
    }

    @Override
    public void stay() {
        // The signal is meant for this JVM, which ends as it does without workers.
    }

    @Override
    public void levels(Map<String, String> levels) {
        // This JVM has them.
    }

    @Override
    public void awaitLevels() {
        // This JVM has them.
    }

    @Override
    public boolean isHeapTrimDue(long now) {
        return false;
    }

    @Override
    public void trimHeap() {
        throw new IllegalStateException("The parent's heap is not trimmed");
    }

    @Override
    public void exhausted(OutOfMemoryError e) {
        // Becomes the task's failure, because the memory is the parent's own.
    }

    @Override
    public void broken(Throwable e) {
        endWorker.accept(e);
    }
}
