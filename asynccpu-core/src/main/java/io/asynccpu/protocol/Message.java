package io.asynccpu.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that crosses the channel. A worker is started with {@link Hello}, {@link Configure}, perhaps {@link Starting}, and {@link Ready} (or
 * {@link StartFailed}); each {@link Run} is answered by one {@link Succeeded} or {@link Failed}, or by {@link Returned}; the
 * rest may come at any time in between.
 */
public sealed interface Message {

    /** A message that ends a task in the child. */
    sealed interface TaskEnd extends Message {

        long taskId();

        /** From its start in the child to its end. */
        long wallNanos();

        long cpuNanos();

        long allocatedBytes();
    }

    /** Child: first words, with the secret that it read from standard input. */
    record Hello(int version, byte[] secret) implements Message {}

    /** Parent: what to become. */
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
            implements Message {}

    /** Parent: its JVM's state, which tasks that come from now on take along, has changed to these values and lost those keys. */
    record StateChanged(Map<String, String> changes, List<String> gone) implements Message {}

    /** Parent: its log levels have changed to these, by name of logger. */
    record Levels(Map<String, String> levels) implements Message {}

    /** Child: what its runtime does from now on, until it is ready or says something else. */
    record Starting(String step) implements Message {}

    /** Child: can take tasks. What is not printed by {@code System.out} may come in that charset. */
    record Ready(String charset) implements Message {}

    /** Child: cannot take tasks; the failure is a coded throwable. */
    record StartFailed(byte[] failure) implements Message {}

    /**
     * What a task calls: exactly one of {@code function} (a serialized function) and {@code target} (for the worker's
     * runtime) is there.
     */
    record Call(
            String name,
            byte @Nullable [] function,
            @Nullable String target) {}

    /** Parent: from now on this number means that call, which many tasks make. */
    record Learn(int callId, Call call) implements Message {}

    /**
     * Parent: run this as soon as a thread is free. {@code timeoutNanos} is 0 without a timeout; {@code call} is null if the
     * worker has learned what {@code callId} means. {@code context} came along from the submitting thread: the values of
     * each carrier, by its name. With {@code tellBound} the task's time counts from a {@link Bound} on.
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
            implements Message {

        /** Of which nobody need know when it is bound. */
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

    /** Child: what the task calls is there, such as its bean; the task's time begins. Comes once, if the parent asked for it. */
    record Bound(long taskId) implements Message {}

    /** Parent: stop the task; with {@code wantStack} say first where it stands. */
    record Cancel(long taskId, boolean wantStack) implements Message {}

    /** Parent: give back those of the tasks that have not started. */
    record Recall(List<Long> taskIds) implements Message {}

    /** Child: these will not start here, since they were recalled or cancelled before. */
    record Returned(List<Long> taskIds) implements Message {}

    /** Child: the task's result, coded by the codec. */
    record Succeeded(long taskId, long wallNanos, long cpuNanos, long allocatedBytes, Payload result)
            implements TaskEnd {}

    /** Child: what the task threw, a coded throwable. */
    record Failed(long taskId, long wallNanos, long cpuNanos, long allocatedBytes, byte[] failure) implements TaskEnd {}

    /** Child: where the task stands, as the stack of a coded throwable. */
    record Stack(long taskId, byte[] failure) implements Message {}

    /** Child: how far the task is. */
    record Progressed(long taskId, long done, long total, String message) implements Message {}

    /**
     * Child: a line for the parent's log; {@code level} is one of SLF4J's level numbers, {@code ownLevel} the name of the logging
     * system's own one if SLF4J has none such. {@code taskId} is 0 if its thread runs no task. Of each marker there is its
     * name, then the names of all that it refers to; {@code failure} is a coded throwable.
     */
    record Logged(
            String logger,
            int level,
            @Nullable String ownLevel,
            String message,
            String thread,
            Instant time,
            long taskId,
            List<List<String>> markers,
            Map<String, String> mdc,
            Map<String, Object> keyValues,
            byte @Nullable [] failure)
            implements Message {}

    /**
     * Child: its JVM begins to exit by itself; who does that, and which task had started that thread, or is at work on it
     * ({@code itself}). Without a task its number is 0. Comes once, as its last word; the stack is a coded throwable.
     */
    record Exiting(String thread, long taskId, String task, boolean itself, byte[] stack) implements Message {}

    /** Parent: make a dump, of the threads or, with a file that must not exist yet, of the heap. Each is answered once. */
    record Dump(@Nullable String heapFile) implements Message {}

    /** Child: the dump is made, with the threads as (UTF-8) text, for a heap none; else why it is not. */
    record Dumped(boolean made, byte[] text) implements Message {}

    /** Parent: are you there? Each is answered by one {@link Pong}. */
    record Ping() implements Message {}

    /** Child: yes. */
    record Pong() implements Message {}

    /** Parent: it is ending and will say what becomes of this worker, so no signal to the group should. */
    record Stay() implements Message {}

    /** Parent: end in an orderly way. */
    record Stop() implements Message {}
}
