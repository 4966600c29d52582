package io.asynccpu.internal.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timer with one daemon thread, for short steps of a pool at a later time; never for users' code. A step that fails
 * is logged; a step that fails because memory ran out is run again, and must tolerate that. Thread-safe.
 *
 * <p>Actors: any thread adds and cancels alarms, the timer's thread runs them. Shared state: the heap of alarms,
 * guarded by the monitor; steps run outside of it. The thread makes no objects of its own: a scheduled executor's
 * thread does, and ends without memory, just when there is something to be done about it.
 */
public final class Timer {

    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private static final long NEVER = Long.MAX_VALUE;
    private static final long PAUSE_WITHOUT_MEMORY = TimeUnit.MILLISECONDS.toNanos(100);

    private final long origin = System.nanoTime();
    private final Thread thread;

    // Guarded by this: a binary heap, the next one first.
    private final List<Alarm> alarms = new ArrayList<>();
    private long sequence;
    private boolean closed;

    /** A step that is still to come. */
    public final class Alarm {
        private final Runnable step;
        /** From the end of the step to its next run; 0 if there is none. */
        private final long period;

        // Guarded by the timer. The alarm keeps its place in the heap while its step runs, so that the next run needs
        // no memory.
        private long time;
        private long number;
        private int index = -1;

        private Alarm(Runnable step, long period) {
            this.step = step;
            this.period = period;
        }

        /** The step does not begin any more; a step that has begun is not disturbed. */
        public void cancel() {
            synchronized (Timer.this) {
                remove(this);
            }
        }

        /** The step runs in that many nanoseconds, and at no other time. */
        public void comeIn(long nanos) {
            synchronized (Timer.this) {
                if (index >= 0) {
                    set(this, nanos);
                }
            }
            LockSupport.unpark(thread);
        }

        private boolean isBefore(Alarm other) {
            return time < other.time || (time == other.time && number < other.number);
        }
    }

    public Timer(String threadName) {
        thread = new Thread(this::work, threadName);
        thread.setDaemon(true);
        // Started at once, since later there may be no thread to be had.
        thread.start();
    }

    /** Runs the step once, that many nanoseconds from now. */
    public Alarm after(long nanos, Runnable step) {
        return add(new Alarm(step, 0), nanos);
    }

    /**
     * Runs the step again and again, each time that long after its end, until it is cancelled; later runs need no
     * memory.
     */
    public Alarm every(long nanos, Runnable step) {
        return add(new Alarm(step, Math.max(1, nanos)), nanos);
    }

    /** Runs the step whenever {@link Alarm#comeIn} asks for it, which needs no memory. */
    public Alarm standBy(Runnable step) {
        return every(NEVER, step);
    }

    private Alarm add(Alarm alarm, long nanos) {
        boolean isNext;
        synchronized (this) {
            if (closed) {
                // After the end of the pool there are no more steps.
                return alarm;
            }
            alarms.add(alarm);
            alarm.index = alarms.size() - 1;
            set(alarm, nanos);
            isNext = alarm.index == 0;
        }
        if (isNext) {
            LockSupport.unpark(thread);
        }
        return alarm;
    }

    /** Drops all alarms. */
    public void close() {
        synchronized (this) {
            closed = true;
            while (!alarms.isEmpty()) {
                remove(alarms.get(alarms.size() - 1));
            }
        }
        LockSupport.unpark(thread);
    }

    // --- its thread ---

    private void work() {
        while (true) {
            Alarm due = null;
            long wait = NEVER;
            synchronized (this) {
                if (closed) {
                    return;
                }
                if (!alarms.isEmpty()) {
                    due = alarms.get(0);
                    wait = due.time == NEVER ? NEVER : due.time - now();
                    if (wait <= 0) {
                        // Moved to the end of the heap while its step runs.
                        setTime(due, NEVER);
                    }
                }
            }
            if (due == null || wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                settle(due, run(due.step));
            }
        }
    }

    private synchronized void settle(Alarm alarm, boolean again) {
        // Guard against race with cancel(), close() and comeIn(), which may have come while the step ran.
        if (alarm.index < 0 || alarm.time != NEVER) {
            return;
        }
        if (again) {
            set(alarm, PAUSE_WITHOUT_MEMORY);
        } else if (alarm.period > 0) {
            set(alarm, alarm.period);
        } else {
            remove(alarm);
        }
    }

    /** Whether the step is to be run again. */
    private static boolean run(Runnable step) {
        try {
            step.run();
        } catch (OutOfMemoryError noMemory) {
            return true;
        } catch (RuntimeException | Error e) {
            RetryingSteps.log(LOG, "A timed step of a process pool failed", e);
        }
        return false;
    }

    // --- the heap; caller holds this ---

    private long now() {
        return System.nanoTime() - origin;
    }

    private void set(Alarm alarm, long nanos) {
        long now = now();
        setTime(alarm, nanos < NEVER - now ? now + Math.max(0, nanos) : NEVER);
    }

    private void setTime(Alarm alarm, long time) {
        alarm.time = time;
        // Alarms of the same time run in the order in which they came.
        alarm.number = sequence++;
        restore(alarm.index);
    }

    private void remove(Alarm alarm) {
        if (alarm.index < 0) {
            return;
        }
        int gap = alarm.index;
        alarm.index = -1;
        Alarm last = alarms.remove(alarms.size() - 1);
        if (last != alarm) {
            put(last, gap);
            restore(gap);
        }
    }

    /** Moves the alarm at that index to its place in the heap. */
    private void restore(int index) {
        Alarm alarm = alarms.get(index);
        int i = index;
        while (i > 0 && alarm.isBefore(alarms.get((i - 1) / 2))) {
            put(alarms.get((i - 1) / 2), i);
            i = (i - 1) / 2;
        }
        int child = earlierChild(i);
        while (child < alarms.size() && alarms.get(child).isBefore(alarm)) {
            put(alarms.get(child), i);
            i = child;
            child = earlierChild(i);
        }
        put(alarm, i);
    }

    private int earlierChild(int i) {
        int left = 2 * i + 1;
        return left + 1 < alarms.size() && alarms.get(left + 1).isBefore(alarms.get(left)) ? left + 1 : left;
    }

    private void put(Alarm alarm, int index) {
        alarms.set(index, alarm);
        alarm.index = index;
    }
}
