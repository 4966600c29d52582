package io.asynccpu.supervisor;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.protocol.WorkerExit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker died of.
 *
 * <p>Trusted are what the pool did itself, the exit status as the kernel gave it, and the kernel's counters. The child's
 * exit code, its output and its crash report are its own words: a task may exit with code 3 after printing what the JVM
 * prints when its heap is exhausted. They are believed nevertheless, because a liar only names another cause for its own
 * death; whether a task had started, and what happens to other tasks, does not depend on them.
 *
 * @param what happened, as the end of a sentence that begins with the worker
 * @param remedy what the user can do, as the end of that sentence
 */
record Verdict(Cause cause, String what, String remedy) {

    /** What the JVM writes before it ends itself. */
    private static final String OUT_OF_MEMORY_LINE = "Terminating due to java.lang.OutOfMemoryError: ";

    private static final String MORE_MEMORY =
            "lower max-workers or worker.max-heap, set or lower memory-budget, or give the"
                    + " container or machine more memory";

    /**
     * What is known.
     *
     * @param exitCode null without a process, negative if it is unknown
     * @param expected whether the pool had asked it to end
     * @param condemnedFor why the pool killed it, or null if it did not
     * @param inThisJvm whether it was no process but threads of this JVM
     * @param lastWords what it said of its own exit, or null
     * @param lastLines of its output
     * @param kernelKill whether the kernel has killed it for want of memory
     * @param maxHeap in bytes, as it was set; 0 if it was not
     * @param heapSetting which decides
     * @param share largest heap in bytes where it was not set; 0 if the JVM chose it
     * @param keepsReports whether crash reports are kept
     */
    record Evidence(
            @Nullable Integer exitCode,
            @Nullable String signal,
            boolean expected,
            @Nullable Blame condemnedFor,
            boolean inThisJvm,
            @Nullable String lastWords,
            List<String> lastLines,
            @Nullable CrashReport crashReport,
            KernelKills.Answer kernelKill,
            long maxHeap,
            String heapSetting,
            long share,
            boolean keepsReports) {}

    static Verdict on(Evidence evidence) {
        Integer exitCode = evidence.exitCode();
        if (exitCode == null) {
            return new Verdict(Cause.NEVER_STARTED, "its process never came to be", "see the cause");
        }
        String exhausted = exitCode == WorkerExit.OUT_OF_MEMORY.code() ? exhausted(evidence.lastLines()) : null;
        if (exhausted != null) {
            return outOfMemory(exhausted, evidence);
        }
        if (evidence.crashReport() != null) {
            return crash(evidence.crashReport(), evidence.keepsReports());
        }
        if (evidence.condemnedFor() != null) {
            return new Verdict(
                    Cause.KILLED_BY_POOL,
                    (evidence.inThisJvm() ? "it was given up by this pool: " : "it was killed by this pool: ")
                            + evidence.condemnedFor().reason(),
                    evidence.condemnedFor().remedy());
        }
        if (evidence.expected()) {
            return new Verdict(Cause.KILLED_BY_POOL, "this pool had no more need of it", "nothing is wrong");
        }
        if (evidence.inThisJvm()) {
            return new Verdict(
                    Cause.EXITED,
                    "it ended"
                            + WorkerExit.of(exitCode)
                                    .map(exit -> " " + exit.words())
                                    .orElse(""),
                    "look for errors in this JVM's log");
        }
        boolean toldItself = evidence.lastWords() != null && evidence.kernelKill() != KernelKills.Answer.YES;
        if (evidence.signal() != null && !toldItself) {
            return signal(exitCode, evidence.signal(), evidence.kernelKill());
        }
        if (exitCode < 0) {
            return new Verdict(
                    Cause.EXITED,
                    "it has ended; how is unknown, since this JVM failed to ask, as without memory",
                    "look for errors in this JVM's log");
        }
        if (evidence.lastWords() != null) {
            return new Verdict(
                    Cause.EXITED,
                    "it exited with code " + exitCode + " by itself: " + evidence.lastWords()
                            + ("SIGKILL".equals(evidence.signal())
                                    ? ", unless a SIGKILL came meanwhile, which this pool did not send"
                                    : ""),
                    "let the task return or throw instead of ending its JVM, and so all that it leaves behind; the cause shows"
                            + " where that was");
        }
        return new Verdict(
                Cause.EXITED,
                "it exited with code " + exitCode + " by itself, as System.exit or Runtime.halt does"
                        + WorkerExit.of(exitCode)
                                .map(exit -> ", or " + exit.words())
                                .orElse(""),
                "let the task return or throw instead of ending its JVM");
    }

    /** What the JVM, or the worker in its stead, said was exhausted. It may stand behind an unfinished line. */
    private static @Nullable String exhausted(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(OUT_OF_MEMORY_LINE))
                .map(line -> line.substring(line.indexOf(OUT_OF_MEMORY_LINE) + OUT_OF_MEMORY_LINE.length()))
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static Verdict outOfMemory(String said, Evidence evidence) {
        if (said.contains("Metaspace") || said.contains("Compressed class space")) {
            return new Verdict(
                    Cause.METASPACE_EXHAUSTED,
                    "it ran out of memory for classes (" + said + ")",
                    "raise -XX:MaxMetaspaceSize in worker.jvm-args, or, if tasks leak class loaders, set"
                            + " max-tasks-per-worker");
        }
        if (said.startsWith("Unable to allocate")) {
            return new Verdict(
                    Cause.NATIVE_MEMORY_EXHAUSTED, "it ran out of native memory (" + said + ")", MORE_MEMORY);
        }
        if (said.contains("irect buffer memory")) {
            return new Verdict(
                    Cause.DIRECT_MEMORY_EXHAUSTED,
                    "it ran out of memory for direct buffers (" + said + ")",
                    "raise -XX:MaxDirectMemorySize in worker.jvm-args, which is as much as worker.max-heap by default, or"
                            + " give the task less to do");
        }
        if (said.contains("native thread")) {
            return new Verdict(
                    Cause.THREADS_EXHAUSTED,
                    "it could start no further thread (" + said + ")",
                    "let the task use fewer threads, or raise the limit of the user (ulimit -u) or container (pids.max)");
        }
        long maxHeap = evidence.maxHeap();
        long share = evidence.share();
        boolean isMaxHeap = maxHeap > 0 && evidence.heapSetting().equals("worker.max-heap");
        String size = isMaxHeap ? ", worker.max-heap is " + (maxHeap >> 20) + " MiB" : "";
        String ofTheMachine =
                share > 0 ? ", of which it had " + (share >> 20) + " MiB as its share of the machine's memory" : "";
        return new Verdict(
                Cause.HEAP_EXHAUSTED,
                "it ran out of heap (" + said + size + ")" + ofTheMachine,
                "raise " + evidence.heapSetting() + ", or give the task less to do");
    }

    private static Verdict crash(CrashReport report, boolean isKept) {
        if (report.forWantOfMemory()) {
            return new Verdict(Cause.NATIVE_MEMORY_EXHAUSTED, "the system gave its JVM no more memory", MORE_MEMORY);
        }
        String signal = report.signal() == null ? "an error of the JVM" : report.signal();
        String at = report.problematicFrame() == null ? "" : " at " + report.problematicFrame();
        if (report.sender() != null) {
            return new Verdict(
                    Cause.SIGNALLED,
                    "it was ended by " + signal + ", which the process with pid " + report.sender() + " sent",
                    "find out why that process did");
        }
        return new Verdict(
                Cause.CRASHED,
                "it crashed in native code (" + signal + at + ")",
                "update or avoid the library or JVM that the frame is in"
                        + (isKept ? "" : "; set worker.crash-reports to a directory to keep such reports"));
    }

    private static Verdict signal(int exitCode, String signal, KernelKills.Answer kernelKill) {
        String what = "it was ended by " + signal;
        // The system gives both the same way, and a halt leaves no words.
        String orHalt = ", or by Runtime.halt(" + exitCode + "), which looks the same";
        if (!signal.equals("SIGKILL")) {
            return new Verdict(
                    Cause.SIGNALLED, what + ", which this pool did not send" + orHalt, "find out who did that");
        }
        return switch (kernelKill) {
            case YES ->
                new Verdict(
                        Cause.KILLED_FOR_MEMORY,
                        "the kernel killed it for want of memory in its control group or machine",
                        MORE_MEMORY);
            case NO ->
                new Verdict(
                        Cause.SIGNALLED,
                        what + ", which neither this pool nor the kernel's memory limit sent" + orHalt,
                        "find out who did that");
            case UNKNOWN ->
                new Verdict(
                        Cause.SIGNALLED,
                        what
                                + ", which this pool did not send; whether the kernel did for want of memory is unknown here"
                                + orHalt,
                        "look for it in the kernel's log; if so " + MORE_MEMORY);
        };
    }
}
