package io.asynccpu.internal.parent;

import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.protocol.ProtocolException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a worker at intervals, to find out whether it is frozen, and whether the thread that reads its messages is held up.
 *
 * <p>A frozen worker is one that was stopped or swapped out. The monitor pings a worker that has sent nothing since the last
 * look; any message counts as an answer. A JVM in a long garbage collection is silent, too, but uses the processor, so it is
 * not frozen. The monitor counts looks and not time: a parent that was itself stopped for a while must not take its workers
 * for frozen. A worker that writes a heap dump is excused, since the dump stops all its threads.
 *
 * <p>The reading thread may be held up by users' code, such as a slow log appender. Then the monitor lets another thread read
 * on.
 *
 * <p>Actors: the timer's thread looks; the reading thread reports answers. Shared state: the number of pings without an
 * answer.
 */
final class LivenessMonitor {

    /** Number of looks within the timeout. */
    private static final int LOOKS = 4;

    private static final Duration PAUSE_WITHOUT_TIMEOUT = Duration.ofSeconds(5);

    /** The worker, as far as the monitor needs it. */
    interface Watched {

        /** Whether the worker lives, and is not being ended. */
        boolean isReady();

        /** How many messages have come. */
        long heard();

        /** Whether the last message is still being taken in. */
        boolean isTakingIn();

        /** Whether the worker cannot answer, nor use the processor; for a bounded time. */
        boolean isExcused();

        void relieveReader();

        void ask();

        /** Processor time that the worker has used; null if that cannot be told. */
        @Nullable
        Duration processorTime();

        void frozen(Duration silence);
    }

    private final Timer timer;
    private final @Nullable Duration timeout;
    private final AtomicInteger owedAnswers = new AtomicInteger();

    private volatile Timer.@Nullable Alarm looks;

    // Used by the timer's thread only.
    private long heardBefore = -1;
    private int silentLooks;
    private @Nullable Duration processorTimeBefore;

    /** @param timeout how long the worker may be silent; null for ever */
    LivenessMonitor(Timer timer, @Nullable Duration timeout) {
        this.timer = timer;
        this.timeout = timeout;
    }

    /** Looks until the worker ends. */
    void begin(Watched worker) {
        Duration pause = timeout == null ? PAUSE_WITHOUT_TIMEOUT : timeout.dividedBy(LOOKS);
        looks = timer.every(pause.toNanos(), () -> {
            if (worker.isReady()) {
                look(worker);
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

    private void look(Watched worker) {
        long heard = worker.heard();
        boolean nothingNew = heard == heardBefore;
        heardBefore = heard;
        if (worker.isTakingIn()) {
            silentLooks = 0;
            if (nothingNew) {
                worker.relieveReader();
            }
        } else if (nothingNew && timeout != null && !worker.isExcused()) {
            silent(worker, timeout);
        } else {
            silentLooks = 0;
        }
    }

    private void silent(Watched worker, Duration longest) {
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
                // The worker computes, or the system does not tell; it still owes the answer.
                processorTimeBefore = now;
                silentLooks = 1;
            }
        }
    }

    /**
     * The worker answers.
     *
     * @throws ProtocolException if it was not asked
     */
    void answered() throws ProtocolException {
        if (owedAnswers.getAndUpdate(owed -> Math.max(0, owed - 1)) == 0) {
            throw new ProtocolException("It answered a question that nobody asked");
        }
    }
}
