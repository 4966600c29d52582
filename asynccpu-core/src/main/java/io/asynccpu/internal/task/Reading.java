package io.asynccpu.internal.task;

import io.asynccpu.api.ResultReading;
import io.asynccpu.internal.concurrent.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deserialization of one outcome, on a thread of its own.
 *
 * <p>Actors: that thread, the timer, any thread that gives the task another outcome. Shared state: the {@link ReadingState}
 * and the thread, under this monitor: only the thread that moves the state to {@code OVER} hands over the outcome.
 */
public final class Reading implements Runnable {

    /** The bytes of a child, and how they are read. */
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

        /** The failure of a task whose outcome cannot be read; runs none of the application's code. */
        Throwable unread(String why);
    }

    /** The task, as its reading sees it. */
    interface Recipient {

        long taskId();

        /** The name of what the task calls. */
        String name();

        /** The task's name in messages. */
        String label();

        Future<?> future();

        /** Whether the task has a final state. */
        boolean isOver();

        /**
         * The outcome was read, or cannot be read.
         *
         * @param bytes of which it was made
         */
        void wasRead(@Nullable Object result, @Nullable Throwable failure, long bytes);

        /**
         * The task's time is over.
         *
         * @param where the reading stands; null if it waits for a thread
         */
        void readingTimeout(@Nullable Throwable where);

        /** The outcome cannot be read, for a reason of this JVM. */
        void fail(Throwable failure);

        /** The pool ends. */
        boolean endWithPool();
    }

    /** What a reading tells the others. */
    interface Supervisor {

        int mostThreads();

        void finished(Reading reading);

        void abandoned(Reading reading, String thread);
    }

    private static final int FRAMES_SHOWN = 5;

    private final Recipient task;
    /** Its key, made early: there may be no memory for it later. */
    private final Long id;

    private final Source source;
    /** Asked early, too. */
    private final long bytes;

    private final Runnable release;
    private final Supervisor readings;
    private final long startedNanos = System.nanoTime();

    // Guarded by this.
    private ReadingState state = ReadingState.WAITING;
    private @Nullable Thread thread;
    private long threadNanos;
    private Timer.@Nullable Alarm timeout;
    private boolean reported;

    Reading(Recipient task, Source source, Runnable release, Supervisor readings) {
        this.task = task;
        this.id = task.taskId();
        this.source = source;
        this.bytes = source.bytes();
        this.release = release;
        this.readings = readings;
    }

    Recipient task() {
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
            readings.finished(this);
        } finally {
            // After that, as it may run users' stages for as long as they like; and whatever became of it, as without
            // memory.
            if (wanted) {
                task.wasRead(read, failure, bytes);
            }
        }
    }

    /** The one place that changes the state. Caller holds this. */
    private boolean moveTo(ReadingState next) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        if (timeout != null && next != ReadingState.READING) {
            timeout.cancel();
        }
        return true;
    }

    private synchronized boolean begin() {
        if (!moveTo(ReadingState.READING)) {
            return false;
        }
        thread = Thread.currentThread();
        threadNanos = System.nanoTime();
        return true;
    }

    /** Returns false if the task has another outcome. */
    private synchronized boolean end() {
        thread = null;
        // Guard against race with leave(): its interrupt is for this reading, and not for the next work of this thread.
        Thread.interrupted();
        return moveTo(ReadingState.OVER);
    }

    /** The task has another outcome. */
    void leave() {
        Thread reader;
        synchronized (this) {
            if (!moveTo(ReadingState.LEFT)) {
                return;
            }
            reader = thread;
            if (reader != null) {
                reader.interrupt();
            }
        }
        if (reader != null) {
            readings.abandoned(this, reader.getName());
        }
    }

    /** There will be no thread for it. */
    void giveUp(String why) {
        synchronized (this) {
            // Guard against race with begin(): a thread may have come after all.
            if (state != ReadingState.WAITING || !moveTo(ReadingState.OVER)) {
                return;
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

    /** The bytes are not needed any more; called once. */
    void forget() {
        release.run();
    }

    /** Whether it has had a thread for longer, and has it still. */
    synchronized boolean occupiesFor(Duration time) {
        return thread != null && System.nanoTime() - threadNanos > time.toNanos();
    }

    boolean isOlderThan(Duration age) {
        return System.nanoTime() - startedNanos > TimeUnit.NANOSECONDS.convert(age);
    }

    /** Whether it has a thread and was not reported before. */
    synchronized boolean reportOnce() {
        boolean first = !reported && thread != null;
        reported |= first;
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
        return frames.limit(FRAMES_SHOWN).map(StackTraceElement::toString).collect(Collectors.joining(" < "));
    }

    synchronized ResultReading snapshot() {
        return new ResultReading(
                task.taskId(),
                task.name(),
                thread == null ? null : thread.getName(),
                Instant.now().minusNanos(System.nanoTime() - startedNanos),
                state != ReadingState.LEFT);
    }
}
