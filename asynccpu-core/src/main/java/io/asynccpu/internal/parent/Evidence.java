package io.asynccpu.internal.parent;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.internal.launch.LaunchSettings;
import io.asynccpu.internal.process.KernelKills;
import io.asynccpu.internal.protocol.WorkerExit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about the end of a worker, and the rules by which a {@link Diagnosis} follows from it.
 *
 * <p>Trusted are the pool's own actions, the exit status as the kernel gave it, and the kernel's counters. The child's exit
 * code, its output and its crash report are statements of the child: a task may exit with code 3 after it has printed the
 * message of a JVM whose heap is exhausted. They are believed nevertheless, because a false statement only gives another cause
 * for the child's own death. Whether a task had started, and what happens to other tasks, does not depend on them.
 *
 * @param reached how far it came
 * @param exitCode null without a process, negative if it is unknown
 * @param expected whether the pool had asked it to end
 * @param killReason why the pool killed it, or null if it did not
 * @param inThisJvm whether it was not a process but threads of this JVM
 * @param exitNotice a sentence about its own exit, or null
 * @param lastLines of its output
 * @param kernelKill whether the kernel has killed it because memory ran out
 * @param share largest heap in bytes where it was not set; 0 if the JVM chose it
 */
record Evidence(
        Reached reached,
        @Nullable Integer exitCode,
        @Nullable String signal,
        boolean expected,
        @Nullable KillReason killReason,
        boolean inThisJvm,
        @Nullable String exitNotice,
        List<String> lastLines,
        @Nullable CrashReport crashReport,
        KernelKills.Answer kernelKill,
        LaunchSettings launch,
        long share) {

    /** The line that the JVM writes before it ends itself. */
    private static final String OUT_OF_MEMORY_LINE = "Terminating due to java.lang.OutOfMemoryError: ";

    /** Exit codes of shells and of programs that run another one. */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    /** How far a worker came. */
    enum Reached {
        NOTHING,
        /** Its JVM runs and has spoken to this pool, so nothing is wrong with how it was started. */
        POOL,
        READY
    }

    Diagnosis diagnose() {
        if (exitCode == null) {
            return new Diagnosis(Cause.NEVER_STARTED, "its process could not be started", "see the cause");
        }
        String exhausted = exitCode == WorkerExit.OUT_OF_MEMORY.code() ? exhausted(lastLines) : null;
        if (exhausted != null) {
            return OutOfMemoryKind.diagnosis(exhausted, launch, share);
        }
        if (crashReport != null) {
            return crashed(crashReport, launch.crashReports() != null);
        }
        if (killReason != null) {
            return new Diagnosis(
                    Cause.KILLED_BY_POOL,
                    (inThisJvm ? "it was given up by this pool: " : "it was killed by this pool: ")
                            + killReason.reason(),
                    killReason.remedy());
        }
        if (expected) {
            return new Diagnosis(Cause.KILLED_BY_POOL, "this pool no longer needed it", "nothing is wrong");
        }
        if (inThisJvm) {
            return new Diagnosis(
                    Cause.EXITED,
                    "it ended"
                            + WorkerExit.of(exitCode)
                                    .map(exit -> " " + exit.words())
                                    .orElse(""),
                    "look for errors in this JVM's log");
        }
        boolean toldItself = exitNotice != null && kernelKill != KernelKills.Answer.YES;
        if (signal != null && !toldItself) {
            return signalled(exitCode, signal, kernelKill);
        }
        if (exitCode < 0) {
            return new Diagnosis(
                    Cause.EXITED,
                    "it has ended; the exit status is unknown, since this JVM failed to ask for it, perhaps because memory ran out",
                    "look for errors in this JVM's log");
        }
        return switch (reached) {
            case NOTHING -> neverSpoke(exitCode);
            case POOL ->
                exited(
                        exitCode,
                        "let nothing that runs when the application starts end its JVM: no main, initializer, listener or"
                                + " WorkerConfigurer",
                        "");
            case READY ->
                exited(
                        exitCode,
                        "let the task return or throw instead of ending its JVM",
                        ", and so all that it leaves behind");
        };
    }

    /** @param leftBehind end of the remedy where the thread that called exit is known */
    private Diagnosis exited(int exitCode, String remedy, String leftBehind) {
        String what = "it exited with code " + exitCode + " by itself";
        if (exitNotice == null) {
            return new Diagnosis(
                    Cause.EXITED,
                    what + ", as System.exit or Runtime.halt does"
                            + WorkerExit.of(exitCode)
                                    .map(exit -> ", or " + exit.words())
                                    .orElse(""),
                    remedy);
        }
        return new Diagnosis(
                Cause.EXITED,
                what + ": " + exitNotice
                        + ("SIGKILL".equals(signal)
                                ? ", unless a SIGKILL came meanwhile, which this pool did not send"
                                : ""),
                remedy + leftBehind + "; the cause shows where that was");
    }

    private Diagnosis neverSpoke(int exitCode) {
        StartFault fault = StartFault.find(lastLines).orElse(null);
        if (fault != null) {
            return fault.diagnosis(exitCode, launch.oneByOne());
        }
        String what = "it exited with code " + exitCode
                + WorkerExit.of(exitCode)
                        .map(exit -> ", most likely " + exit.words() + ",")
                        .orElse(", without a word to this pool,");
        boolean notRun = !launch.commandPrefix().isEmpty() && (exitCode == NOT_FOUND || exitCode == NOT_EXECUTABLE);
        return notRun
                ? new Diagnosis(
                        Cause.EXITED,
                        what + " as when a program " + (exitCode == NOT_FOUND ? "is not found," : "cannot be run,"),
                        "check worker.command-prefix" + launch.oneByOne())
                : new Diagnosis(
                        Cause.EXITED,
                        what,
                        "check worker.java-home, worker.jvm-args and worker.command-prefix" + launch.oneByOne());
    }

    /** The JVM's, or the worker's, words for what was exhausted. They may come after an unfinished line. */
    private static @Nullable String exhausted(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(OUT_OF_MEMORY_LINE))
                .map(line -> line.substring(line.indexOf(OUT_OF_MEMORY_LINE) + OUT_OF_MEMORY_LINE.length()))
                .reduce((first, last) -> last)
                .orElse(null);
    }

    private static Diagnosis crashed(CrashReport report, boolean isKept) {
        if (report.forWantOfThreads()) {
            return new Diagnosis(
                    Cause.THREADS_EXHAUSTED, "its JVM got no thread from the system", OutOfMemoryKind.MORE_THREADS);
        }
        if (report.forWantOfMemory()) {
            return new Diagnosis(
                    Cause.NATIVE_MEMORY_EXHAUSTED,
                    "the system gave its JVM no more memory",
                    OutOfMemoryKind.MORE_MEMORY);
        }
        String signal = report.signal() == null ? "an error of the JVM" : report.signal();
        String at = report.problematicFrame() == null ? "" : " at " + report.problematicFrame();
        if (report.sender() != null) {
            return new Diagnosis(
                    Cause.SIGNALLED,
                    "it was ended by " + signal + ", which the process with pid " + report.sender() + " sent",
                    "find out why that process did");
        }
        return new Diagnosis(
                Cause.CRASHED,
                "it crashed in native code (" + signal + at + ")",
                "update or avoid the library or JVM that the frame is in"
                        + (isKept ? "" : "; set worker.crash-reports to a directory to keep such reports"));
    }

    private static Diagnosis signalled(int exitCode, String signal, KernelKills.Answer kernelKill) {
        String what = "it was ended by " + signal;
        // The system reports both the same way, and a halt sends no exit notice.
        String orHalt = ", or by Runtime.halt(" + exitCode + "), which looks the same";
        if (!signal.equals("SIGKILL")) {
            return new Diagnosis(
                    Cause.SIGNALLED, what + ", which this pool did not send" + orHalt, "find out who did that");
        }
        return switch (kernelKill) {
            case YES ->
                new Diagnosis(
                        Cause.KILLED_FOR_MEMORY,
                        "the kernel killed it because memory ran out in its control group or machine",
                        OutOfMemoryKind.MORE_MEMORY);
            case NO ->
                new Diagnosis(
                        Cause.SIGNALLED,
                        what + ", which neither this pool nor the kernel's memory limit sent" + orHalt,
                        "find out who did that");
            case UNKNOWN ->
                new Diagnosis(
                        Cause.SIGNALLED,
                        what
                                + ", which this pool did not send; whether the kernel did because memory ran out is unknown here"
                                + orHalt,
                        "look for it in the kernel's log; if so " + OutOfMemoryKind.MORE_MEMORY);
        };
    }
}
