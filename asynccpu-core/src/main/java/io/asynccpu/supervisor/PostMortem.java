package io.asynccpu.supervisor;

import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.process.KernelKills;
import io.asynccpu.protocol.StartedTasks.Start;
import io.asynccpu.protocol.WorkerFiles;
import io.asynccpu.protocol.WorkerPages;
import io.asynccpu.supervisor.Diagnosis.Reached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out from what a dead worker left how it died. Used by the worker's own thread only. */
final class PostMortem {

    private static final Logger LOG = LoggerFactory.getLogger(PostMortem.class);

    /** The first and the last of those without a name of their own. */
    private static final int REAL_TIME_MIN = 34;

    private static final int REAL_TIME_MAX = 64;

    /** Linux's that end a process which does not handle them. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(16, "SIGSTKFLT"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(26, "SIGVTALRM"),
            Map.entry(27, "SIGPROF"),
            Map.entry(29, "SIGIO"),
            Map.entry(30, "SIGPWR"),
            Map.entry(31, "SIGSYS"));

    private final WorkerSettings settings;
    private final OutputTail output;
    private final Instant startedAt;
    private final Path proc;
    private final long share;
    private @Nullable KernelKills kernelKills;

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
     * Never fails: whoever waits for an answer of the dead worker gets it, whatever the worker left.
     *
     * @param spoke whether it has said anything to this pool
     */
    WorkerDeath write(
            Remains remains,
            boolean expected,
            @Nullable KillReason condemnation,
            @Nullable Throwable startFailure,
            boolean spoke,
            @Nullable ExitNotice lastWords,
            boolean heardOut) {
        Process process = remains.process();
        Integer exitCode = process == null ? null : Integer.valueOf(process.isAlive() ? -1 : process.exitValue());
        String signal = exitCode != null && exitCode > 128 ? signal(exitCode - 128) : null;
        List<String> said = output.lastLines();
        CrashReport report = crashReport(remains, said);
        if (report != null && report.signal() != null) {
            // After a crash the JVM ends itself, by an exit or by another signal.
            signal = report.signal();
        }
        List<String> lines = withoutBanner(said, report);
        Diagnosis verdict = Diagnosis.on(new Diagnosis.Evidence(
                startFailure == null ? Reached.READY : spoke ? Reached.POOL : Reached.NOTHING,
                exitCode,
                signal,
                expected,
                condemnation,
                settings.launch().inProcess() != null,
                lastWords == null ? null : lastWords.who(),
                lines,
                report,
                expected || condemnation != null ? KernelKills.Answer.UNKNOWN : kernelKill(signal),
                settings.launch(),
                share));
        Death details = new Death(
                remains.pid(),
                exitCode == null ? -1 : exitCode,
                verdict.cause() == Cause.EXITED ? null : signal,
                verdict.cause(),
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
                verdict.what(),
                verdict.remedy(),
                expected,
                startFailure,
                CorruptArchiveCheck.is(verdict.cause(), signal, report, lastWords, startFailure, lines),
                null,
                lastWords == null ? null : lastWords.stack(),
                details,
                taskOutput,
                started,
                heardOut);
    }

    private static @Nullable String signal(int number) {
        return number >= REAL_TIME_MIN && number <= REAL_TIME_MAX
                ? "SIGRTMIN+" + (number - REAL_TIME_MIN)
                : SIGNALS.get(number);
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
