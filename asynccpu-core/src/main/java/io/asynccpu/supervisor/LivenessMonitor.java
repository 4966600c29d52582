package io.asynccpu.supervisor;

import io.asynccpu.concurrent.Timer;
import io.asynccpu.protocol.ProtocolException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a worker now and then, for two things that no event tells.
 *
 * <p>Is it frozen: stopped, or swapped out? Only a worker that has said nothing since the last look is asked, and anything
 * it says is an answer. A JVM in a long collection is silent, too, but uses the processor. Silence is counted in looks, so a
 * parent that was itself stopped for a while blames nobody for that; nor is one blamed that writes its heap to a slow disk, in
 * which all its threads stand still.
 *
 * <p>Is its reader held up by users' code? Then another thread goes on reading.
 */
final class LivenessMonitor {

    /** How often it looks within the timeout. */
    private static final int LOOKS = 4;

    private static final Duration PAUSE_WITHOUT_TIMEOUT = Duration.ofSeconds(5);

    /** What it needs to know of the worker, and may do to it. */
    interface Watched {

        /** Whether it lives, and nothing ends it yet. */
        boolean isReady();

        /** How many messages have come. */
        long heard();

        /** Whether the last one is still being taken in. */
        boolean isTakingIn();

        /** Whether nobody can expect it to answer, or to use the processor; not for ever. */
        boolean isExcused();

        void relieveReader();

        void ask();

        /** Processor time that it has used; null if that cannot be told. */
        @Nullable
        Duration processorTime();

        void frozen(Duration silence);
    }

    private final Watched worker;
    private final Timer timer;
    private final @Nullable Duration timeout;
    private final AtomicInteger owedAnswers = new AtomicInteger();

    private volatile Timer.@Nullable Alarm looks;

    // Used by the timer's thread only.
    private long heardBefore = -1;
    private int silentLooks;
    private @Nullable Duration processorTimeBefore;

    /**
     * @param timeout how long it may be silent; null for ever
     */
    LivenessMonitor(Watched worker, Timer timer, @Nullable Duration timeout) {
        this.worker = worker;
        this.timer = timer;
        this.timeout = timeout;
    }

    /** Looks until the worker ends. */
    void begin() {
        Duration pause = timeout == null ? PAUSE_WITHOUT_TIMEOUT : timeout.dividedBy(LOOKS);
        looks = timer.every(pause.toNanos(), () -> {
            if (worker.isReady()) {
                look();
            } else {
                end();
            }
        });
    }

    private void end() {
        Timer.Alarm next = looks;
        if (next != null) {
            next.cancel();
        }
    }

    private void look() {
        long heard = worker.heard();
        boolean nothingNew = heard == heardBefore;
        heardBefore = heard;
        if (worker.isTakingIn()) {
            silentLooks = 0;
            if (nothingNew) {
                worker.relieveReader();
            }
        } else if (nothingNew && timeout != null && !worker.isExcused()) {
            silent(timeout);
        } else {
            silentLooks = 0;
        }
    }

    private void silent(Duration longest) {
        silentLooks++;
        if (silentLooks == 1) {
            processorTimeBefore = worker.processorTime();
            owedAnswers.incrementAndGet();
            worker.ask();
        } else if (silentLooks >= LOOKS) {
            Duration now = worker.processorTime();
            if (now != null && now.equals(processorTimeBefore)) {
                worker.frozen(longest);
            } else {
                // It works, or nobody can tell; it still owes the answer.
                processorTimeBefore = now;
                silentLooks = 1;
            }
        }
    }

    /**
     * It says that it is there.
     *
     * @throws ProtocolException if nobody asked
     */
    void answered() throws ProtocolException {
        if (owedAnswers.getAndUpdate(owed -> Math.max(0, owed - 1)) == 0) {
            throw new ProtocolException("It answered a question that nobody asked");
        }
    }
}
