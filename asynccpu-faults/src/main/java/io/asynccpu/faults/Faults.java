package io.asynccpu.faults;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Faults as tasks: what each does to its worker, and what the caller sees, with the pool's default settings. In every case the
 * other workers' tasks go on and the next call on the pool succeeds. Where "the worker dies", the future fails with a {@link
 * io.asynccpu.api.WorkerCrashedException} or is tried again, as {@code maxAttempts} says. Thread-safe.
 */
@SuppressWarnings("NullAway") // It overlooks that what returns @Nullable Void may return null.
public final class Faults {

    private static final long OUTPUT_FLOOD = 16L << 20;
    private static final long LOG_FLOOD = 50_000;

    private Faults() {}

    // --- exhaustion ---

    /**
     * Fills the heap. The worker dies; the caller sees a {@link io.asynccpu.api.WorkerOutOfMemoryException}. Give the pool a
     * small {@code maxHeap}, else it takes its share of the memory, up to a quarter of the machine's.
     */
    public static Fault<@Nullable Void> heapExhaustion() {
        return () -> {
            Place.mustBeWorker("heapExhaustion");
            Exhaustion.heap();
            return null;
        };
    }

    /**
     * Loads classes until no more fit. The worker dies; the caller sees a {@link io.asynccpu.api.WorkerOutOfMemoryException}.
     * Refuses with an {@link IllegalStateException} if the worker has no {@code -XX:MaxMetaspaceSize}.
     */
    public static Fault<@Nullable Void> metaspaceExhaustion() {
        return () -> {
            Place.mustBeWorker("metaspaceExhaustion");
            Exhaustion.metaspace();
            return null;
        };
    }

    /**
     * Takes direct buffers until no more are given: as many bytes as {@code maxHeap}, or {@code -XX:MaxDirectMemorySize}. The
     * worker dies; the caller sees a {@link io.asynccpu.api.WorkerOutOfMemoryException}.
     */
    public static Fault<@Nullable Void> directMemoryExhaustion() {
        return () -> {
            Place.mustBeWorker("directMemoryExhaustion");
            Exhaustion.directMemory();
            return null;
        };
    }

    /**
     * Starts threads until the system refuses one; their stacks are so large that this hurts no other process. Then they end.
     * The worker dies; the caller sees a {@link io.asynccpu.api.WorkerOutOfMemoryException}.
     */
    public static Fault<@Nullable Void> threadExhaustion() {
        return () -> {
            Place.mustBeWorker("threadExhaustion");
            Exhaustion.threads();
            return null;
        };
    }

    /**
     * Opens a file again and again until the system refuses, then closes all. The worker lives on; the caller sees the task's
     * {@link java.io.IOException}. Sooner over with a low {@code ulimit -n}, by the pool's {@code commandPrefix}.
     */
    public static Fault<@Nullable Void> descriptorExhaustion() {
        return () -> {
            Place.mustBeWorker("descriptorExhaustion");
            Exhaustion.descriptors();
            return null;
        };
    }

    /** Calls itself until the stack is full. The worker lives on; the caller sees the {@link StackOverflowError}. */
    public static Fault<@Nullable Void> stackOverflow() {
        return () -> {
            Exhaustion.stack();
            return null;
        };
    }

    /**
     * Writes so many bytes to a file without a name in the directory, then frees them and returns their number. The worker
     * lives on; if a quota or limit stops it, the caller sees the task's {@link java.io.IOException}. Refuses with an {@link
     * IllegalStateException} to take more than half of what is free.
     */
    public static Fault<Long> diskFlood(Path directory, long bytes) {
        String where = directory.toAbsolutePath().toString();
        return () -> {
            Place.mustBeWorker("diskFlood");
            return Exhaustion.disk(Path.of(where), bytes);
        };
    }

    // --- the end of the worker ---

    /** {@code System.exit}. The worker dies, also with code 0; the caller sees the exit code. */
    public static Fault<@Nullable Void> exit(int code) {
        return () -> {
            Place.mustBeWorker("exit");
            Endings.exit(code);
            return null;
        };
    }

    /** Like {@link #halt(int)}, with code 0. */
    public static Fault<@Nullable Void> halt() {
        return halt(0);
    }

    /** {@code Runtime.halt}: no hooks, no farewell. The worker dies; the caller sees the exit code. */
    public static Fault<@Nullable Void> halt(int code) {
        return () -> {
            Place.mustBeWorker("halt");
            Endings.halt(code);
            return null;
        };
    }

    /** A crash in native code. The worker dies; the caller sees the frame that the JVM's crash report blames. */
    public static Fault<@Nullable Void> segfault() {
        return () -> {
            Place.mustBeWorker("segfault");
            Endings.segfault();
            return null;
        };
    }

    /**
     * Sends its own process a signal, and returns 5 seconds later if that has not ended it. The worker dies; the caller sees
     * the signal. POSIX systems only.
     *
     * @param name such as {@code KILL}, {@code TERM} or {@code STOP}
     */
    public static Fault<@Nullable Void> signal(String name) {
        return () -> {
            Place.mustBeWorker("signal");
            Endings.signal(name);
            return null;
        };
    }

    // --- no end ---

    /**
     * Keeps a processor busy and looks at nothing. Ends by a kill only: after a cancel or timeout and the {@code
     * cancelGracePeriod} the worker is killed; the caller sees the cancellation, or a {@link
     * io.asynccpu.api.TaskTimeoutException} whose cause shows the loop.
     */
    public static Fault<@Nullable Void> busyLoop() {
        return () -> {
            Place.mustBeWorker("busyLoop");
            Standstill.busyLoop();
            return null;
        };
    }

    /** Waits until it is interrupted, as a cancel or timeout does. The worker lives on. */
    public static Fault<@Nullable Void> sleepForever() {
        return () -> {
            Standstill.sleep();
            return null;
        };
    }

    /** Waits for ever and swallows interrupts. Ends by a kill only, like {@link #busyLoop()}, but needs no processor. */
    public static Fault<@Nullable Void> ignoreInterrupts() {
        return () -> {
            Place.mustBeWorker("ignoreInterrupts");
            Standstill.sleepDeaf();
            return null;
        };
    }

    /** A deadlock with a thread that it starts. Ends by a kill only, like {@link #busyLoop()}. */
    public static Fault<@Nullable Void> deadlock() {
        return () -> {
            Place.mustBeWorker("deadlock");
            Standstill.deadlock();
            return null;
        };
    }

    // --- streams ---

    /** Like {@link #floodOutput(long)}, with 16 MiB. */
    public static Fault<Long> floodOutput() {
        return floodOutput(OUTPUT_FLOOD);
    }

    /**
     * Writes so many bytes to standard output, or until it is interrupted, and returns their number. The worker is slowed down
     * to what the parent's log takes, and lives on.
     */
    public static Fault<Long> floodOutput(long bytes) {
        return () -> {
            Place.mustBeWorker("floodOutput");
            return Floods.output(bytes);
        };
    }

    /** Like {@link #floodLog(long)}, with 50,000 lines. */
    public static Fault<Long> floodLog() {
        return floodLog(LOG_FLOOD);
    }

    /**
     * Logs so many lines, or until it is interrupted, and returns their number. The worker is slowed down to what the parent's
     * log takes, and lives on.
     */
    public static Fault<Long> floodLog(long lines) {
        return () -> {
            Place.mustBeWorker("floodLog");
            return Floods.log(lines);
        };
    }

    /**
     * Closes standard input, output and error, and returns. The worker lives on; what later tasks write to standard output is
     * lost, their log is not.
     */
    public static Fault<@Nullable Void> closeStreams() {
        return () -> {
            Place.mustBeWorker("closeStreams");
            Floods.closeAll();
            return null;
        };
    }

    // --- results ---

    /** Throws what it is given. The worker lives on; the caller sees the same class and message, with the worker's stack. */
    public static Fault<@Nullable Void> throwing(Throwable failure) {
        return () -> {
            failure.setStackTrace(new Throwable().getStackTrace());
            throw Throwing.asItIs(failure);
        };
    }

    /** Returns a thread. The worker lives on; the caller sees a {@link io.asynccpu.api.TaskNotSerializableException}. */
    public static Fault<Object> unserialisableResult() {
        // A method reference would show its result's type, and the call would be refused before it runs.
        return () -> Thread.currentThread();
    }

    /**
     * Returns so many bytes. The worker lives on; if they are more than {@code maxPayload}, the caller sees a {@link
     * io.asynccpu.api.TaskNotSerializableException}.
     */
    public static Fault<byte[]> hugeResult(int bytes) {
        return () -> new byte[bytes];
    }

    // --- leftovers ---

    /**
     * Starts a process that holds the worker's output open, and returns its process id. The worker lives on; the process ends
     * with it, and after 10 minutes by itself.
     */
    public static Fault<Long> forkGrandchild() {
        return () -> {
            Place.mustBeWorker("forkGrandchild");
            return Leftovers.grandchild().pid();
        };
    }

    /**
     * Starts a process as {@link #forkGrandchild()} does and waits for its end or an interrupt; returns its exit code. The worker
     * lives on after an interrupt, and the process with it.
     */
    public static Fault<Integer> forkGrandchildAndWait() {
        return () -> {
            Place.mustBeWorker("forkGrandchildAndWait");
            return Leftovers.grandchild().waitFor();
        };
    }

    /** Starts threads that never end and do not let the JVM end, and returns. The worker lives on, and ends as it should. */
    public static Fault<@Nullable Void> spawnNonDaemonThreads() {
        return () -> {
            Place.mustBeWorker("spawnNonDaemonThreads");
            Leftovers.nonDaemonThreads(3);
            return null;
        };
    }

    /** Adds a shutdown hook that never ends, and returns. The worker lives on; in the end it needs a kill, and gets one. */
    public static Fault<@Nullable Void> shutdownHookThatHangs() {
        return () -> {
            Place.mustBeWorker("shutdownHookThatHangs");
            Leftovers.hangingShutdownHook();
            return null;
        };
    }
}
