package io.asynccpu.pool;

import io.asynccpu.supervisor.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was decided under the pool's lock, to be done after it: frames are written, processes started and killed, futures
 * completed, and other pools woken by whoever decided, but never under the lock.
 */
final class Decisions {

    private record Sentence(Worker worker, String reason) {}

    private final List<Worker> start = new ArrayList<>(0);
    private final List<Lease> begin = new ArrayList<>(1);
    private final List<Sentence> condemn = new ArrayList<>(0);
    private final List<Worker> stop = new ArrayList<>(0);
    private final List<Runnable> afterwards = new ArrayList<>(0);

    void start(Worker worker) {
        start.add(worker);
    }

    void begin(Lease lease) {
        begin.add(lease);
    }

    void condemn(Worker worker, String reason) {
        condemn.add(new Sentence(worker, reason));
    }

    /** The worker must be retired. */
    void stop(Worker worker) {
        stop.add(worker);
    }

    /** Comes after everything else. */
    void afterwards(Runnable step) {
        afterwards.add(step);
    }

    void carryOut(Consumer<Lease> beginning) {
        start.forEach(Worker::start);
        begin.forEach(beginning);
        condemn.forEach(sentence -> sentence.worker().condemn(sentence.reason()));
        stop.forEach(Worker::stop);
        afterwards.forEach(Runnable::run);
    }
}
