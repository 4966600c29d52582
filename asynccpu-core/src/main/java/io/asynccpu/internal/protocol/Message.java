package io.asynccpu.internal.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message on the channel between parent and child. A child's start consists of {@link Hello}, {@link Configure}, any number of
 * {@link Starting}, and {@link Ready} or {@link StartFailed}. Each {@link Run} is answered by one {@link Succeeded} or {@link Failed}, or by
 * {@link Returned}. Other messages may come at any time in between.
 */
public sealed interface Message {

    /** A message that the parent sends. */
    sealed interface FromParent extends Message {}

    /** A message that a child sends. */
    sealed interface FromChild extends Message {}

    /** A message that tells the outcome of a task. */
    sealed interface TaskEnd extends FromChild {

        long taskId();

        /** Returns the time from the start of the task in the child to its end. */
        long wallNanos();

        long cpuNanos();

        long allocatedBytes();
    }

    /**
     * Authenticates the child by the secret that it has read from standard input. Its first message.
     *
     * @param pid the child's process id as the child sees it, perhaps in a namespace of its own
     * @param mapsArrays whether it has mapped the ring for large arrays
     */
    record Hello(int version, byte[] secret, long pid, boolean mapsArrays) implements FromChild {}

    /** Configures the child. The parent's first message. */
    record Configure(
            String pool,
            int workerId,
            int threads,
            long maxPayload,
            String codec,
            @Nullable String runtime,
            Map<String, String> runtimeSettings,
            @Nullable String configurer,
            Map<String, String> levels,
            Map<String, String> state)
            implements FromParent {}

    /** Changes the JVM-wide state for tasks that come from now on: the parent has set these values and removed those keys. */
    record StateChanged(Map<String, String> changes, List<String> gone) implements FromParent {}

    /** Replaces the log levels, by logger name. */
    record Levels(Map<String, String> levels) implements FromParent {}

    /** Names the step of the child's start that begins now. */
    record Starting(String step) implements FromChild {}

    /** The child takes tasks. Output that {@code System.out} does not print may be in that charset. */
    record Ready(String charset) implements FromChild {}

    /** The child's start has failed with the encoded throwable. */
    record StartFailed(byte[] failure) implements FromChild {}

    /**
     * What a task calls: either {@code function}, a serialized function, or {@code target}, which the worker's runtime binds; the other
     * is null.
     */
    record Call(
            String name,
            byte @Nullable [] function,
            @Nullable String target) {}

    /** Assigns a number to a call that many tasks make. */
    record Learn(int callId, Call call) implements FromParent {}

    /**
     * Has the child run a task once a thread is free. {@code timeoutNanos} is 0 without a timeout. {@code call} is null if {@code callId}
     * has been assigned by {@link Learn}. {@code context} has the values of the submitting thread's context, by carrier name. With
     * {@code tellBound}, the child sends {@link Bound}, and the task's time counts from then on.
     */
    record Run(
            long taskId,
            int attempt,
            long timeoutNanos,
            int callId,
            @Nullable Call call,
            Map<String, Map<String, String>> context,
            Payload arguments,
            boolean tellBound)
            implements FromParent {

        /** Creates a message that is not answered by {@link Bound}. */
        public Run(
                long taskId,
                int attempt,
                long timeoutNanos,
                int callId,
                @Nullable Call call,
                Map<String, Map<String, String>> context,
                Payload arguments) {
            this(taskId, attempt, timeoutNanos, callId, call, context, arguments, false);
        }
    }

    /** The task's call is bound, so its bean exists, and the task's time begins. Sent once, if the parent has asked for it. */
    record Bound(long taskId) implements FromChild {}

    /** Cancels the task; with {@code wantStack}, the child first sends its {@link Stack}. */
    record Cancel(long taskId, boolean wantStack) implements FromParent {}

    /** Takes back those of the tasks that have not started. */
    record Recall(List<Long> taskIds) implements FromParent {}

    /** The tasks will not start in this child, because they were recalled or cancelled before. */
    record Returned(List<Long> taskIds) implements FromChild {}

    /** The result of a task, encoded by the codec. */
    record Succeeded(long taskId, long wallNanos, long cpuNanos, long allocatedBytes, Payload result)
            implements TaskEnd {}

    /** The exception of a task, as an encoded throwable. */
    record Failed(long taskId, long wallNanos, long cpuNanos, long allocatedBytes, byte[] failure) implements TaskEnd {}

    /** The present stack of a task, as that of an encoded throwable. */
    record Stack(long taskId, byte[] failure) implements FromChild {}

    /** The progress of a task. */
    record Progressed(long taskId, long done, long total, String message) implements FromChild {}

    /**
     * A line for the parent's log. {@code place} is one of {@link LineOrigin#KEPT}: that of the encoded {@link LineOrigin} on both
     * sides. {@code failure} is an encoded throwable.
     */
    record Logged(
            byte place,
            Instant time,
            String message,
            Map<String, Object> keyValues,
            byte @Nullable [] failure,
            Payload origin)
            implements FromChild {}

    /**
     * The child's JVM begins to exit by itself. Names the thread that causes the exit and the task that has started that thread or runs
     * on it ({@code itself}); the task's id is 0 if there is none. Sent once, as the last message. The stack is an encoded throwable.
     */
    record Exiting(String thread, long taskId, String task, boolean itself, byte[] stack) implements FromChild {}

    /** Asks for a dump of the threads or, with a file that must not exist, of the heap. Answered by one {@link Dumped}. */
    record Dump(@Nullable String heapFile) implements FromParent {}

    /** Answers {@link Dump} with the threads as UTF-8 text, empty for a heap; or with the reason why there is no dump. */
    record Dumped(boolean made, byte[] text) implements FromChild {}

    /** Asks for one {@link Pong}. */
    record Ping() implements FromParent {}

    /** Answers {@link Ping}. */
    record Pong() implements FromChild {}

    /** The parent is ending and will tell when the child has to end, so the child ignores signals to the process group. */
    record Stay() implements FromParent {}

    /** Asks for an orderly end. */
    record Stop() implements FromParent {}
}
