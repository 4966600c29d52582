package io.asynccpu.internal.parent;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.internal.launch.ChildMemory;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.protocol.Limits;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The kinds of {@code OutOfMemoryError}, recognized by the message of the JVM or the JDK. The first kind that matches counts. */
enum OutOfMemoryKind {
    LENGTH(
            "exceeds (VM|implementation) limit|array size too large|String size is|exceeding maximum size|length out of range",
            Cause.ARRAY_TOO_LARGE,
            "it was asked for an array or a text that is longer than any can be",
            "no heap is large enough for that: let it work in parts, or on a file or stream"),
    CLASS_SPACE(
            "Compressed class space",
            Cause.METASPACE_EXHAUSTED,
            "it ran out of memory for classes",
            "raise -XX:CompressedClassSpaceSize in worker.jvm-args" + OutOfMemoryKind.OF_LEAKS),
    METASPACE(
            "Metaspace",
            Cause.METASPACE_EXHAUSTED,
            "it ran out of memory for classes",
            "raise -XX:MaxMetaspaceSize in worker.jvm-args" + OutOfMemoryKind.OF_LEAKS),
    DIRECT_BUFFERS(
            "irect buffer memory",
            Cause.DIRECT_MEMORY_EXHAUSTED,
            "it ran out of memory for direct buffers",
            "raise -XX:MaxDirectMemorySize in worker.jvm-args, which is as much as worker.max-heap by default, or let it hold"
                    + " fewer at a time"),
    THREADS("native thread", Cause.THREADS_EXHAUSTED, "it could start no further thread", OutOfMemoryKind.MORE_THREADS),
    MAPPINGS(
            "Map failed",
            Cause.NATIVE_MEMORY_EXHAUSTED,
            "it could map no more of a file into memory",
            "let it map less at a time, or raise vm.max_map_count or the limit of its address space (ulimit -v)"),
    NATIVE_MEMORY(
            "^Unable to allocate|^requested \\d+ bytes|Out of swap space",
            Cause.NATIVE_MEMORY_EXHAUSTED,
            "it ran out of native memory",
            OutOfMemoryKind.MORE_MEMORY),
    COLLECTING(
            "GC overhead limit exceeded",
            Cause.HEAP_EXHAUSTED,
            "it did nearly nothing but collect garbage, since its heap was nearly full",
            OutOfMemoryKind.MORE_HEAP),
    HEAP("Java heap space", Cause.HEAP_EXHAUSTED, "it ran out of heap", OutOfMemoryKind.MORE_HEAP),
    /** Code may throw an error with any words, and the JDK's own collections throw it without any. */
    THROWN(
            "",
            Cause.OUT_OF_MEMORY_THROWN,
            "code in it threw an OutOfMemoryError of its own",
            "its last output shows where; whether more memory helps only that code knows");

    static final String MORE_MEMORY = "lower max-workers or worker.max-heap, set or lower memory-budget, or"
            + " give the container or machine more memory";
    static final String MORE_THREADS =
            "let it use fewer threads, or raise the limit of its sandbox (worker.sandbox.max-processes), if it has one, of the user"
                    + " (ulimit -u) or of the container (pids.max)";
    /** Completed by the setting that decides the heap. */
    private static final String MORE_HEAP = "raise %s, or let it hold less at a time";

    private static final String OF_LEAKS = ", or, if tasks leak class loaders, set max-tasks-per-worker";
    private static final int LONGEST_QUOTE = 300;

    private final Pattern said;
    private final Cause cause;
    private final String what;
    private final String remedy;

    OutOfMemoryKind(String said, Cause cause, String what, String remedy) {
        this.said = Pattern.compile(said);
        this.cause = cause;
        this.what = what;
        this.remedy = remedy;
    }

    /** @param share largest heap in bytes where it was not set; 0 if the JVM chose it */
    static Diagnosis diagnosis(String said, LaunchSettings launch, long share) {
        OutOfMemoryKind kind = Arrays.stream(values())
                .filter(each -> each.said.matcher(said).find())
                .findFirst()
                .orElse(THROWN);
        String quote = Limits.cut(said, LONGEST_QUOTE);
        if (kind.cause != Cause.HEAP_EXHAUSTED) {
            return new Diagnosis(kind.cause, kind.what + " (" + quote + ")", kind.remedy);
        }
        String setting = ChildMemory.heapSetting(launch);
        boolean isMaxHeap = launch.maxHeap() > 0 && setting.equals("worker.max-heap");
        String size = isMaxHeap ? ", worker.max-heap is " + (launch.maxHeap() >> 20) + " MiB" : "";
        String ofTheMachine =
                share > 0 ? ", of which it had " + (share >> 20) + " MiB as its share of the machine's memory" : "";
        return new Diagnosis(
                kind.cause, kind.what + " (" + quote + size + ")" + ofTheMachine, kind.remedy.formatted(setting));
    }
}
