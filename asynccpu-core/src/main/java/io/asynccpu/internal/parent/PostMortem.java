package io.asynccpu.internal.parent;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.internal.parent.Evidence.Reached;
import io.asynccpu.internal.process.KernelKills;
import io.asynccpu.internal.process.SignalNames;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.StartedTasks.Start;
import io.asynccpu.internal.protocol.WorkerFiles;
import io.asynccpu.internal.protocol.WorkerPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how a worker died, from the evidence that is gathered while it lives and from what it leaves.
 *
 * <p>Used by the worker's own thread, except {@link #exits} and {@link #missedMessages}, which the thread that reads
 * its messages calls.
 */
final class PostMortem {

    private static final Logger LOG = LoggerFactory.getLogger(PostMortem.class);

    private final WorkerSettings settings;
    private final OutputTail output;
    private final Instant startedAt;
    private final Path proc;
    private final long share;
    private @Nullable KernelKills kernelKills;
    private volatile @Nullable ExitNotice exitNotice;
    private volatile boolean missedMessages;

    /**
     * The remains of a worker.
     *
     * @param process null if there was none
     * @param files null if it had none
     * @param pages null if it had none
     */
    record Remains(
            @Nullable Process process,
            long pid,
            @Nullable WorkerFiles files,
            @Nullable WorkerPages pages) {}

    /** @param share the worker's largest heap where it was not set; 0 if the JVM chose it */
    PostMortem(WorkerSettings settings, OutputTail output, Instant startedAt, long share) {
        this(settings, output, startedAt, Path.of("/proc"), share);
    }

    /**
     * @param proc where the kernel tells of processes
     */
    PostMortem(WorkerSettings settings, OutputTail output, Instant startedAt, Path proc, long share) {
        this.settings = settings;
        this.output = output;
        this.startedAt = startedAt;
        this.proc = proc;
        this.share = share;
    }

    /**
     * While the worker lives: reads the kernel's count when there is a process, and once more when a command prefix may
     * have moved the process to another group.
     */
    void watch(long pid) {
        KernelKills now = KernelKills.watch(proc, pid);
        if (now != null && (kernelKills == null || !now.countsSameAs(kernelKills))) {
            kernelKills = now;
        }
    }

    /**
     * The worker reports that it ends by itself.
     *
     * @throws ProtocolException if it has reported so before, or the notice is invalid
     */
    void exits(Message.Exiting exiting) throws ProtocolException {
        if (exitNotice != null) {
            throw new ProtocolException("It said twice that it exits");
        }
        exitNotice = ExitNotice.of(exiting);
    }

    /** Null if the worker has not reported that it exits. */
    @Nullable
    ExitNotice exitNotice() {
        return exitNotice;
    }

    /** Not all messages of the worker were understood. */
    void missedMessages() {
        missedMessages = true;
    }

    /**
     * Never fails, so that each task of the dead worker is answered, whatever the worker left.
     *
     * @param hasConnected whether it has sent anything to this pool
     */
    WorkerDeath examine(
            Remains remains,
            boolean expected,
            @Nullable KillReason killReason,
            @Nullable Throwable startFailure,
            boolean hasConnected) {
        ExitNotice notice = exitNotice;
        Process process = remains.process();
        Integer exitCode = process == null ? null : Integer.valueOf(process.isAlive() ? -1 : process.exitValue());
        String signal = exitCode != null && exitCode > 128 ? SignalNames.of(exitCode - 128) : null;
        List<String> said = output.lastLines();
        CrashReport report = crashReport(remains, said);
        if (report != null && report.signal() != null) {
            // After a crash the JVM ends itself, by an exit or by another signal.
            signal = report.signal();
        }
        List<String> lines = withoutBanner(said, report);
        Diagnosis diagnosis = new Evidence(
                        startFailure == null ? Reached.READY : hasConnected ? Reached.POOL : Reached.NOTHING,
                        exitCode,
                        signal,
                        expected,
                        killReason,
                        settings.launch().inProcess() != null,
                        notice == null ? null : notice.sentence(),
                        lines,
                        report,
                        expected || killReason != null ? KernelKills.Answer.UNKNOWN : kernelKill(signal),
                        settings.launch(),
                        share)
                .diagnose();
        Death details = new Death(
                remains.pid(),
                exitCode == null ? -1 : exitCode,
                diagnosis.cause() == Cause.EXITED ? null : signal,
                diagnosis.cause(),
                lines,
                report == null ? null : report.problematicFrame(),
                report == null ? null : keep(report, remains.pid()),
                Duration.between(startedAt, Instant.now()),
                0);
        List<Start> starts = remains.pages() == null ? List.of() : starts(remains.pages());
        @Nullable
        List<String> taskOutput =
                starts != null && starts.size() == 1 ? withoutBanner(output.linesSince(starts.get(0)), report) : null;
        Set<Long> started =
                starts == null ? null : starts.stream().map(Start::taskId).collect(Collectors.toUnmodifiableSet());
        return new WorkerDeath(
                diagnosis.what(),
                diagnosis.remedy(),
                expected,
                startFailure,
                CorruptArchiveCheck.is(diagnosis.cause(), signal, report, notice, startFailure, lines),
                null,
                notice == null ? null : notice.stack(),
                details,
                taskOutput,
                started,
                !missedMessages);
    }

    private KernelKills.Answer kernelKill(@Nullable String signal) {
        return kernelKills != null && "SIGKILL".equals(signal) ? kernelKills.claim() : KernelKills.Answer.UNKNOWN;
    }

    /**
     * Leaves out the lines that the JVM prints when it crashes: the report has them, and they name a file that is
     * deleted.
     */
    private static List<String> withoutBanner(List<String> lines, @Nullable CrashReport report) {
        return report == null
                ? lines
                : lines.stream().filter(line -> !line.startsWith("#")).toList();
    }

    private @Nullable CrashReport crashReport(Remains remains, List<String> said) {
        if (remains.files() == null) {
            return null;
        }
        CrashReport report = take(remains.files().crashReport());
        String elsewhere = "hs_err_pid" + remains.pid() + ".log";
        if (report == null && said.stream().anyMatch(line -> line.startsWith("# ") && line.endsWith(elsewhere))) {
            // Its directory was gone, so the JVM has written to its working directory, or to another one, which is not
            // read.
            Path own = settings.launch().workingDirectory();
            report = take((own == null ? Path.of("").toAbsolutePath() : own).resolve(elsewhere));
            return report == null ? new CrashReport(said) : report;
        }
        return report;
    }

    private @Nullable CrashReport take(Path file) {
        try {
            CrashReport report = CrashReport.read(file);
            // The report contains the environment. The worker's other files are deleted later.
            if (report != null) {
                Files.deleteIfExists(file);
            }
            return report;
        } catch (IOException | RuntimeException e) {
            LOG.warn("The crash report of a worker of pool {} cannot be read", settings.pool(), e);
            return null;
        }
    }

    private @Nullable String keep(CrashReport report, long pid) {
        Path directory = settings.launch().crashReports();
        if (directory == null) {
            return null;
        }
        try {
            return report.keep(directory, settings.pool(), pid).toString();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The crash report of a worker of pool {} cannot be kept", settings.pool(), e);
            return null;
        }
    }

    private @Nullable List<Start> starts(WorkerPages pages) {
        try (pages) {
            return pages.starts();
        } catch (IOException | RuntimeException e) {
            LOG.warn("It is unknown which tasks a dead worker of pool {} had started", settings.pool(), e);
            return null;
        }
    }
}
