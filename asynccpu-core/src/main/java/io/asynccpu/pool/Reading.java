package io.asynccpu.pool;

import io.asynccpu.api.ResultReading;
import io.asynccpu.concurrent.Timer;
import io.asynccpu.supervisor.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One outcome that is made into objects of the application: {@code WAITING → READING → OVER}, or to {@code OVER} at once where
 * there is no hope for a thread; and {@code LEFT} once nobody waits for it any more, from which it never comes back, though its
 * thread may go on.
 */
final class Reading implements Runnable {

    /** Bytes of a child, and what they are to become. */
    interface Source {

        long bytes();

        /**
         * Runs code of the application.
         *
         * @return the result
         * @throws Throwable the failure, if the task has failed; or what is wrong with the bytes
         */
        @Nullable
        Object read() throws Throwable;

        /** What the task ends with if nobody can read it; runs none of the application's code. */
        Throwable unread(String why);
    }

    private enum State {
        WAITING,
        READING,
        /** Final. */
        OVER,
        /** Final. */
        LEFT
    }

    private static final int FRAMES_TOLD = 5;

    private final PoolTask<?> task;
    /** Its key: made in time, as there may be no memory for one later. */
    private final Long id;

    private final Source source;
    /** Made in time, too. */
    private final long bytes;

    private final Backlog.Share share;
    private final Readings readings;
    private final long startedNanos = System.nanoTime();

    // Guarded by this.
    private State state = State.WAITING;
    private @Nullable Thread thread;
    private long threadNanos;
    private Timer.@Nullable Alarm timeout;
    private boolean told;

    Reading(PoolTask<?> task, Source source, Backlog.Share share, Readings readings) {
        this.task = task;
        this.id = task.taskId();
        this.source = source;
        this.bytes = source.bytes();
        this.share = share;
        this.readings = readings;
    }

    PoolTask<?> task() {
        return task;
    }

    Long id() {
        return id;
    }

    synchronized void endBy(Timer.Alarm alarm) {
        timeout = alarm;
    }

    @Override
    public void run() {
        @Nullable Object read = null;
        Throwable failure = null;
        boolean wanted = begin();
        if (wanted) {
            try {
                read = source.read();
            } catch (Throwable e) {
                // Whatever it is, it concerns this task only.
                failure = e;
            }
            wanted = end();
        }
        try {
            readings.ended(this);
        } finally {
            // After that, as it may run users' stages for as long as they like; and whatever became of it, as without
            // memory.
            if (wanted) {
                task.wasRead(read, failure, bytes);
            }
        }
    }

    private synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.READING;
        thread = Thread.currentThread();
        threadNanos = System.nanoTime();
        return true;
    }

    /** False if nobody waits for it any more. */
    private synchronized boolean end() {
        thread = null;
        // Guard against race with leave(): its interrupt is for what was read, and not for what this thread does next.
        Thread.interrupted();
        if (timeout != null) {
            timeout.cancel();
        }
        if (state == State.READING) {
            state = State.OVER;
            return true;
        }
        return false;
    }

    /** Nobody waits for it any more. */
    void leave() {
        Thread reader;
        synchronized (this) {
            if (state == State.OVER || state == State.LEFT) {
                return;
            }
            state = State.LEFT;
            if (timeout != null) {
                timeout.cancel();
            }
            reader = thread;
            if (reader != null) {
                reader.interrupt();
            }
        }
        if (reader != null) {
            readings.left(this, reader.getName());
        }
    }

    /** There will be no thread for it. */
    void giveUp(String why) {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.OVER;
            if (timeout != null) {
                timeout.cancel();
            }
        }
        Throwable failure;
        try {
            failure = source.unread(why);
        } catch (OutOfMemoryError noMemory) {
            failure = noMemory;
        }
        task.wasRead(null, failure, 0);
    }

    /** Its bytes are not needed here any more; called once. */
    void forget() {
        share.end();
    }

    /** Whether it has had a thread for longer, and has it still. */
    synchronized boolean occupiesFor(Duration time) {
        return thread != null && System.nanoTime() - threadNanos > time.toNanos();
    }

    boolean isOlderThan(Duration age) {
        return System.nanoTime() - startedNanos > TimeUnit.NANOSECONDS.convert(age);
    }

    /** Whether it was not told before. */
    synchronized boolean tellOnce() {
        boolean first = !told && thread != null;
        told |= first;
        return first;
    }

    /** Where its thread stands; null while it waits for one. */
    @Nullable
    Throwable whereItStands() {
        Thread reader = thread();
        if (reader == null) {
            return null;
        }
        Throwable where = new Throwable("where the outcome was being read");
        where.setStackTrace(reader.getStackTrace());
        return where;
    }

    private synchronized @Nullable Thread thread() {
        return thread;
    }

    /** For a line of the log. */
    String where() {
        Thread reader = thread();
        if (reader == null) {
            return "no thread yet: " + readings.mostThreads() + " others are being read";
        }
        StackTraceElement[] stack = reader.getStackTrace();
        // The application's frames tell more than the locks and streams that they use.
        String own = words(Stream.of(stack)
                .filter(frame -> !String.valueOf(frame.getModuleName()).startsWith("java.")));
        return "thread " + reader.getName() + " at " + (own.isEmpty() ? words(Stream.of(stack)) : own);
    }

    private static String words(Stream<StackTraceElement> frames) {
        return frames.limit(FRAMES_TOLD).map(StackTraceElement::toString).collect(Collectors.joining(" < "));
    }

    synchronized ResultReading snapshot() {
        return new ResultReading(
                task.taskId(),
                task.call().name(),
                thread == null ? null : thread.getName(),
                Instant.now().minusNanos(System.nanoTime() - startedNanos),
                state != State.LEFT);
    }
}
