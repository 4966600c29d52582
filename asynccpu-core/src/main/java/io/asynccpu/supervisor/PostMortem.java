package io.asynccpu.supervisor;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.process.KernelKills;
import io.asynccpu.process.SignalNames;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.protocol.StartedTasks.Start;
import io.asynccpu.protocol.WorkerFiles;
import io.asynccpu.protocol.WorkerPages;
import io.asynccpu.supervisor.Evidence.Reached;
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

/** Finds out from what a dead worker left how it died. Used by the worker's own thread only. */
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
     * What there is of a worker.
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

    /** While it lives: when there is a process, and once more when a command prefix may have moved it elsewhere. */
    void watch(long pid) {
        KernelKills now = KernelKills.watch(proc, pid);
        if (now != null && (kernelKills == null || !now.countsSameAs(kernelKills))) {
            kernelKills = now;
        }
    }

    /**
     * The worker says that it ends by itself.
     *
     * @throws ProtocolException if it has said so before, or the notice makes no sense
     */
    void exits(Message.Exiting exiting) throws ProtocolException {
        if (exitNotice != null) {
            throw new ProtocolException("It said twice that it exits");
        }
        exitNotice = ExitNotice.of(exiting);
    }

    /** Null if the worker has not said that it exits. */
    @Nullable
    ExitNotice exitNotice() {
        return exitNotice;
    }

    /** Not all messages of the worker were understood. */
    void missedMessages() {
        missedMessages = true;
    }

    /**
     * Never fails: whoever waits for an answer of the dead worker gets it, whatever the worker left.
     *
     * @param hasConnected whether it has said anything to this pool
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

    /** What the JVM prints when it crashes stands in the report, and names a file that is not there any more. */
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
            // Its place was gone, so the JVM has taken its working directory, or another one that is no business of
            // ours.
            Path own = settings.launch().workingDirectory();
            report = take((own == null ? Path.of("").toAbsolutePath() : own).resolve(elsewhere));
            return report == null ? new CrashReport(said) : report;
        }
        return report;
    }

    private @Nullable CrashReport take(Path file) {
        try {
            CrashReport report = CrashReport.read(file);
            // It holds the environment. All else goes with the worker's other files.
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
