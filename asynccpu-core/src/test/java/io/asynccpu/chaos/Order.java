package io.asynccpu.chaos;

import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskFunction0;
import io.asynccpu.support.DeadlyTasks;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.Tasks;

/**
 * One task of the chaos: what it is asked to do. In the child it first notes its start on disk, where the note outlives
 * everything.
 *
 * @param value what the kind makes of it: nanoseconds, an exit code, a length
 */
record Order(int number, Kind kind, int value, String register) implements TaskFunction0<Long> {

    enum Kind {
        SQUARE,
        SPIN,
        ECHO,
        THROW,
        LONG_FAILURE,
        /** Spins, and somebody cancels it at a random moment. */
        CANCELLED,
        HANG,
        DEAF,
        /** Deaf, and somebody cancels it at a random moment. */
        DEAF_CANCELLED,
        EXIT,
        HALT,
        KILL_ITSELF,
        HEAP;

        /** Whether its worker dies of it. */
        boolean isLethal() {
            return compareTo(DEAF) >= 0;
        }

        boolean isCancelled() {
            return this == CANCELLED || this == DEAF_CANCELLED;
        }
    }

    static final int MAX_PAYLOAD = 1 << 16;

    @Override
    public Long apply() throws Exception {
        TaskContext context = TaskContext.current();
        Register.note(register, number, context.attempt());
        switch (kind) {
            case SQUARE -> {}
            case SPIN, CANCELLED -> HarmlessTasks.spins(value);
            case ECHO -> context.progress(1, 1, "e".repeat(value));
            case THROW -> throw new IllegalArgumentException("order " + number);
            case LONG_FAILURE -> throw new IllegalArgumentException("x".repeat(1 << 20));
            case HANG -> HarmlessTasks.waitsForever();
            case DEAF, DEAF_CANCELLED -> DeadlyTasks.waitsDeaf();
            case EXIT -> Tasks.exits(value);
            case HALT -> Tasks.halts(value);
            case KILL_ITSELF -> DeadlyTasks.killsItself();
            case HEAP -> Tasks.exhaustsHeap();
        }
        if (!kind.isCancelled()
                && (context.isCancelled() || Thread.currentThread().isInterrupted())) {
            throw new AssertionError("order " + number + " was hit by a cancel that was not meant for it");
        }
        return answer();
    }

    long answer() {
        return (long) number * number + value;
    }
}
