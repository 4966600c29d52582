package io.asynccpu.internal.task;

import io.asynccpu.api.ResultReading;
import io.asynccpu.internal.concurrent.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deserializations of outcomes that are in progress in a pool. A deserialization runs the application's code, and the
 * bytes of a hostile child may take for ever. So each one has a thread of its own, on which no other task depends. One that
 * goes on after its task has another outcome is reported in the log, and in the endpoint for as long as it lasts.
 *
 * <p>Actors: threads that start a reading (mostly workers' threads), the readings' own threads, the timer. Shared state:
 * {@code all}, a concurrent map; {@code waiting} and {@code running}, under this monitor. Thread-safe.
 */
public final class Readings implements Reading.Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

    /** Threads that children can occupy here; further outcomes wait for one, within their tasks' time. */
    private static final int MOST_THREADS = 128;

    /** A reading that takes longer is reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Where all threads have been occupied for so many times as long, the waiting readings are given up. */
    private static final int HOPELESS = 3;

    private final String pool;
    private final Executor threads;
    private final Timer timer;
    private final int mostThreads;
    private final Duration patience;
    private final Map<Long, Reading> all = new ConcurrentHashMap<>();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile boolean closing;

    // Guarded by this.
    private final ArrayDeque<Reading> waiting = new ArrayDeque<>();
    private int running;

    public Readings(String pool, Executor threads, Timer timer) {
        this(pool, threads, timer, MOST_THREADS, PATIENCE);
    }

    Readings(String pool, Executor threads, Timer timer, int mostThreads, Duration patience) {
        this.pool = pool;
        this.threads = threads;
        this.timer = timer;
        this.mostThreads = mostThreads;
        this.patience = patience;
    }

    @Override
    public int mostThreads() {
        return mostThreads;
    }

    /**
     * @param release runs once, when the bytes of the outcome are not needed any more
     * @param nanos how long the reading may take; 0 for no bound
     */
    void start(Reading.Recipient task, Reading.Source source, Runnable release, long nanos) {
        Reading reading = new Reading(task, source, release, this);
        if (nanos != 0) {
            reading.endBy(timer.after(Math.max(1, nanos), () -> task.readingTimeout(reading.whereItStands())));
        }
        all.put(reading.id(), reading);
        watch();
        boolean now;
        synchronized (this) {
            now = running < mostThreads;
            if (now) {
                running++;
            } else {
                waiting.add(reading);
            }
        }
        if (now) {
            execute(reading);
        }
        // Guard against race with abandonAll(), which may have looked just before this one was there.
        if (closing) {
            task.endWithPool();
        }
        // Guard against race with the task's other outcome, likewise.
        if (task.isOver()) {
            leave(task);
        }
    }

    /** The reading has one of the threads. */
    private void execute(Reading reading) {
        try {
            threads.execute(reading);
        } catch (RuntimeException | Error e) {
            // As without memory: the thread is for others.
            forget(reading);
            synchronized (this) {
                running--;
            }
            reading.task().fail(e);
        }
    }

    private void forget(Reading reading) {
        all.remove(reading.id());
        reading.forget();
    }

    /** The thread of the reading is free. */
    @Override
    public void finished(Reading reading) {
        forget(reading);
        Reading next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            execute(next);
        }
    }

    /** The task has another outcome. */
    void leave(Reading.Recipient task) {
        if (!all.isEmpty()) {
            Reading reading = all.get(task.taskId());
            if (reading != null) {
                reading.leave();
                forgetIfWaiting(reading);
            }
        }
    }

    /** A thread may never come for it, and the child's bytes would be kept for as long. */
    private void forgetIfWaiting(Reading reading) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(reading);
        }
        if (waited) {
            forget(reading);
        }
    }

    /**
     * The pool is to end when its tasks have, but not to wait for what may never end: such as code that has called {@code
     * System.exit} here, and so waits itself for the hook that closes the pool.
     *
     * @param grace how long tasks may take to finish; an outcome that is read for longer is given up, but not within {@link
     *     #PATIENCE}. Null for no setting
     */
    public void shutdown(@Nullable Duration grace) {
        Duration most = grace == null || grace.compareTo(patience) < 0 ? patience : grace;
        long begun = System.nanoTime();
        timer.every(patience.toNanos(), () -> {
            if (System.nanoTime() - begun >= TimeUnit.NANOSECONDS.convert(most)) {
                giveUpOlderThan(most);
            }
        });
    }

    private void giveUpOlderThan(Duration most) {
        for (Reading reading : all.values()) {
            if (reading.isOlderThan(most)) {
                reading.task().endWithPool();
            }
        }
    }

    /** All tasks are cancelled, also those whose outcomes are still to come here. */
    public void abandonAll() {
        closing = true;
        all.values().forEach(reading -> reading.task().endWithPool());
    }

    /** The task whose outcome is being read; null if there is no such task. */
    public @Nullable Future<?> find(long taskId) {
        Reading reading = all.get(taskId);
        return reading == null ? null : reading.task().future();
    }

    public List<ResultReading> toList() {
        List<ResultReading> list = new ArrayList<>();
        all.values().forEach(reading -> list.add(reading.snapshot()));
        return list;
    }

    private void look() {
        try {
            lookAtAll();
            giveUpIfHopeless();
        } finally {
            watched.set(false);
            watch();
        }
    }

    /** The readings are looked at again and again as long as there are any. */
    private void watch() {
        if (!all.isEmpty() && !watched.getAndSet(true)) {
            try {
                timer.after(patience.toNanos(), this::look);
            } catch (OutOfMemoryError noMemory) {
                // The next one is watched; a report can wait.
                watched.set(false);
            }
        }
    }

    private void lookAtAll() {
        for (Reading reading : all.values()) {
            if (reading.occupiesFor(patience) && reading.reportOnce()) {
                LOG.warn(
                        "The outcome of {} has been read for more than {} now, by {}",
                        reading.task().label(),
                        patience,
                        reading.where());
            }
        }
    }

    /** A waiting reading would wait for ever where no thread comes back. */
    private void giveUpIfHopeless() {
        Duration most = patience.multipliedBy(HOPELESS);
        long lost = all.values().stream()
                .filter(reading -> reading.occupiesFor(most))
                .count();
        if (lost < mostThreads) {
            return;
        }
        int hopeless;
        synchronized (this) {
            hopeless = waiting.size();
        }
        if (hopeless == 0) {
            return;
        }
        String why = "all " + mostThreads + " threads on which pool " + pool
                + " lets the application read outcomes have been occupied for more than " + most.toSeconds()
                + " s, by constructors or readObject methods that do not end. The log and a thread dump of this JVM tell"
                + " which; give tasks a timeout, and let that code heed its interrupt";
        LOG.warn("Outcomes of pool {} are not read, {} until now: {}", pool, hopeless, why);
        for (int i = 0; i < hopeless; i++) {
            Reading reading;
            synchronized (this) {
                reading = waiting.poll();
            }
            if (reading != null) {
                forget(reading);
                reading.giveUp(why);
            }
        }
    }

    /** A reading goes on without its task. One that heeds its interrupt is over in a moment, and is not reported. */
    @Override
    public void abandoned(Reading reading, String thread) {
        timer.after(TimeUnit.MILLISECONDS.toNanos(500), () -> {
            if (all.get(reading.id()) == reading && reading.reportOnce()) {
                LOG.warn(
                        "Nobody waits for the outcome of {} any more, but thread {} still reads it and does not heed its"
                                + " interrupt: {}",
                        reading.task().label(),
                        thread,
                        reading.where());
            }
        });
    }

    /** The pool has ended. */
    public void close() {
        for (Reading reading : all.values()) {
            if (reading.reportOnce()) {
                LOG.warn(
                        "Pool {} has ended, but the outcome of {} is still being read, by {}",
                        pool,
                        reading.task().label(),
                        reading.where());
            }
        }
    }
}
