package io.asynccpu.internal.child;

import io.asynccpu.internal.protocol.WorkerExit;
import java.util.Map;

/** The JVM of a child, which ends with its worker. */
final class ChildJvm implements HostJvm {

    private final CountedOutput out = CountedOutput.ofStandardOutput();
    private final CountedOutput err = CountedOutput.ofStandardError();
    // Read in advance: in a broken JVM the class may not be found any more.
    private final int brokenCode = WorkerExit.TASK_THREAD_BROKE.code();

    private final HeapTrimmer heap = new HeapTrimmer();
    private final LevelChanges levels = new LevelChanges();

    ChildJvm() {
        StderrLog.prepare();
    }

    @Override
    public boolean isParentJvm() {
        return false;
    }

    @Override
    public long outBytes() {
        return out.bytes();
    }

    @Override
    public long errBytes() {
        return err.bytes();
    }

    @Override
    public void log(String text) {
        StderrLog.log(text);
    }

    @Override
    public void stay() {
        Signals.stay();
    }

    @Override
    public void levels(Map<String, String> next) {
        levels.become(next);
    }

    @Override
    public void awaitLevels() throws InterruptedException {
        levels.await();
    }

    @Override
    public boolean isHeapTrimDue(long now) {
        return heap.isDue(now);
    }

    @Override
    public void trimHeap() {
        heap.trim();
    }

    /** For direct buffers and threads, since the JVM itself exits for heap and metaspace only. The next task would find none either. */
    @Override
    public void exhausted(OutOfMemoryError e) {
        StderrLog.logOutOfMemory(e);
        Runtime.getRuntime().halt(WorkerExit.OUT_OF_MEMORY.code());
    }

    @Override
    public void broken(Throwable e) {
        try {
            StderrLog.logStack(e);
        } finally {
            Runtime.getRuntime().halt(brokenCode);
        }
    }
}
