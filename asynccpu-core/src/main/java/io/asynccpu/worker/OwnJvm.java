package io.asynccpu.worker;

import io.asynccpu.protocol.WorkerExit;
import java.util.Map;

/** A JVM of the worker's own, which ends with it. */
final class OwnJvm implements Host {

    private final CountedOutput out = CountedOutput.ofStandardOutput();
    private final CountedOutput err = CountedOutput.ofStandardError();
    // Not when it is needed: then its class may not be found any more.
    private final int brokenCode = WorkerExit.TASK_THREAD_BROKE.code();

    private final HeapCeiling heap = new HeapCeiling();
    private final LevelChanges levels = new LevelChanges();

    OwnJvm() {
        Words.prepare();
    }

    @Override
    public boolean isParents() {
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
    public void say(String words) {
        Words.say(words);
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
    public boolean heapIsDue(long now) {
        return heap.isReached(now);
    }

    @Override
    public void collectHeap() {
        heap.collect();
    }

    /** Of direct buffers or threads: the JVM ends itself for its heap and classes only. The next task would find none either. */
    @Override
    public void exhausted(OutOfMemoryError e) {
        Words.sayOutOfMemory(e);
        Runtime.getRuntime().halt(WorkerExit.OUT_OF_MEMORY.code());
    }

    @Override
    public void broken(Throwable e) {
        try {
            Words.sayStack(e);
        } finally {
            Runtime.getRuntime().halt(brokenCode);
        }
    }
}
