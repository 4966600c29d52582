package io.asynccpu.launch;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.cache.Recording;
import io.asynccpu.process.WorkerMark;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.WorkerFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the processes of one pool's workers, or what stands for them in this JVM. */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private static final String MAIN_CLASS = "io.asynccpu.worker.WorkerMain";

    /** The JVM reads these on its own account; the parent's agents and heap sizes are not meant for the child. */
    static final List<String> JVM_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    /** Where programs look for the place of their temporary files. */
    private static final List<String> TEMPORARY_VARIABLES = List.of("TMPDIR", "TMP", "TEMP");

    /** It changes nothing but the priority, so a system without it trains all the same. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final LaunchSettings settings;
    private final @Nullable ApplicationForm form;
    private final @Nullable CodeFiles code;
    private final @Nullable ArchivedClasses archived;
    private final @Nullable Recording recording;

    /**
     * A process that was started.
     *
     * @param fromArchive whether from the start-up cache
     */
    public record Started(Process process, boolean fromArchive) {}

    /**
     * @throws WorkerStartException if no child can be started from an application of this form
     */
    public WorkerProcess(LaunchSettings settings) {
        this.settings = settings;
        this.form = settings.inProcess() == null ? ApplicationForm.detect() : null;
        this.code = form == null ? null : new CodeFiles(form.classPath(), form.needed(), ownJdk(settings.javaHome()));
        this.archived = form == null ? null : ArchivedClasses.of(form, settings, MAIN_CLASS);
        this.recording = null;
    }

    private WorkerProcess(WorkerProcess untrained, Recording recording) {
        this.settings = untrained.settings;
        this.form = untrained.form;
        this.code = untrained.code;
        this.archived = untrained.archived;
        this.recording = recording;
    }

    /** Whether its workers are processes, which have files of their own. */
    public boolean startsProcesses() {
        return settings.inProcess() == null;
    }

    /**
     * Starts a process and gives it what it reads first. Nothing else stands on its standard input, for which programs that
     * its tasks start would wait.
     *
     * @param temporary the directory for its temporary files; null for this JVM's
     * @param heap most bytes, if the settings do not say it; 0 for the JVM's choice
     * @throws IOException if the process cannot be started
     */
    public Started start(Bootstrap bootstrap, @Nullable Path temporary, long heap) throws IOException {
        if (form == null || code == null) {
            return new Started(Objects.requireNonNull(settings.inProcess()).start(bootstrap), false);
        }
        boolean isReplaced = !code.areAsBefore();
        if (isReplaced && recording != null) {
            throw new IOException("No archive is made of an application that was replaced while it runs");
        }
        // Classes of an archive beside those of another jar would be a third code.
        List<String> fromArchive =
                isReplaced ? null : fromArchive(bootstrap.files().arguments());
        List<String> arguments = fromArchive == null
                ? form.javaArguments(MAIN_CLASS, bootstrap.files().arguments())
                : fromArchive;
        ProcessBuilder builder = new ProcessBuilder(command(bootstrap.files(), temporary, heap, arguments));
        Process process = start(builder, bootstrap, temporary);
        try {
            // Beside the child's own beginning.
            code.lookInside();
        } catch (Error e) {
            // As without memory: nobody else knows of the process.
            process.destroyForcibly();
            throw e;
        }
        return new Started(process, recording == null && fromArchive != null);
    }

    /** Null if there is nothing to start from. */
    private @Nullable List<String> fromArchive(Path argumentFile) throws IOException {
        if (archived == null) {
            return null;
        }
        return recording == null
                ? archived.arguments(argumentFile)
                : archived.arguments(recording.start(), argumentFile);
    }

    /** A process broke down before it was ready, as it may when started from a bad archive. */
    public void brokeDown(boolean fromArchive) {
        if (archived != null && recording == null) {
            archived.archives().brokeDown(fromArchive);
        }
    }

    /** A process has become ready. */
    public void ready(boolean fromArchive) {
        if (archived != null && recording == null) {
            archived.archives().ready(fromArchive);
        }
    }

    /** That the application was replaced while it runs, so that its children run other code, and what follows; else null. */
    public @Nullable String otherCode() {
        return code == null ? null : code.changed();
    }

    /** Whether an archive is missing, and making one is worth a try. */
    public boolean lacksArchive() {
        return archived != null && otherCode() == null && archived.archives().isMissing();
    }

    /** Begins to make an archive; null if somebody else is at work in the cache, or it cannot be made. */
    public @Nullable Training train() {
        Recording begun = archived == null ? null : archived.archives().record();
        return begun == null ? null : new Training(new WorkerProcess(this, begun), begun);
    }

    private Process start(ProcessBuilder builder, Bootstrap bootstrap, @Nullable Path temporary) throws IOException {
        Path chosen = settings.workingDirectory();
        if (chosen != null) {
            // The system would say so of the program.
            if (!Files.isDirectory(chosen)) {
                throw new IOException("worker.working-directory, " + chosen + ", is "
                        + (Files.notExists(chosen) ? "not there" : "no directory")
                        + ", and no process starts in it; make it, or name another one");
            }
            builder.directory(chosen.toFile());
        } else {
            requireWorkingDirectory(Path.of("").toAbsolutePath());
        }
        if (recording != null) {
            builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        }
        Map<String, String> environment = builder.environment();
        JVM_VARIABLES.forEach(environment::remove);
        if (temporary != null) {
            TEMPORARY_VARIABLES.forEach(name -> environment.put(name, temporary.toString()));
        }
        environment.putAll(settings.environment());
        environment.put(WorkerMark.VARIABLE, WorkerMark.value(System.getenv(WorkerMark.VARIABLE), bootstrap.files()));
        Process process = run(builder);
        try (OutputStream input = process.getOutputStream()) {
            bootstrap.writeTo(input);
        } catch (IOException e) {
            // The process has closed its input, most likely by dying; its exit and its output say why, and better.
            LOG.debug("Process {} did not read its input: {}", process.pid(), e.toString());
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
        return process;
    }

    /** The system's answer names the first program at best. */
    private Process run(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            // Newer JDKs guess at reasons in further lines.
            String said = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            String why = NotRun.find(said)
                    .map(known -> known == NotRun.TOO_LONG
                            ? TooLong.whatIs(builder.command(), builder.environment(), settings)
                            : known.remedy())
                    .orElse("check worker.java-home and worker.command-prefix");
            throw new IOException(said + "; " + why + settings.oneByOneOfPrefix(), e);
        }
    }

    private static void requireWorkingDirectory(Path own) throws IOException {
        String name = own.toString();
        // With letters that the JVM cannot write in its encoding it stands for another one.
        if (name.indexOf('?') < 0 && name.indexOf('\uFFFD') < 0 && Files.notExists(own)) {
            throw new IOException("This process's working directory, " + own
                    + ", is gone, and a JVM does not start in it; worker.working-directory may name another one");
        }
    }

    private List<String> command(WorkerFiles files, @Nullable Path temporary, long heap, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (recording != null && Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "10"));
        }
        command.addAll(settings.commandPrefix());
        command.add(java().toString());
        // An exhausted heap leaves other threads in an unknown state, so it ends the process.
        command.add("-XX:+ExitOnOutOfMemoryError");
        // The JVM would take its own number for a %p in the path.
        command.add("-XX:ErrorFile=" + files.crashReport().toString().replace("%", "%%"));
        command.add("-XX:-CreateCoredumpOnCrash");
        // Its file in the temporary directory would outlive a SIGKILL.
        command.add("-XX:-UsePerfData");
        if (settings.maxHeap() > 0) {
            command.add("-Xmx" + settings.maxHeap());
        } else if (heap > 0) {
            command.add("-Xmx" + heap);
        }
        command.addAll(jvmOptions(settings, temporary));
        command.addAll(arguments);
        return command;
    }

    /** The JDK's classes, where the child has those of this JVM. */
    private static List<Path> ownJdk(Path javaHome) {
        return javaHome.toString().equals(System.getProperty("java.home"))
                ? List.of(javaHome.resolve("lib/modules"))
                : List.of();
    }

    /** The later one counts. */
    static List<String> jvmOptions(LaunchSettings settings, @Nullable Path temporary) {
        List<String> options = new ArrayList<>(DefaultOptions.of(settings));
        options.addAll(InheritedOptions.ofThisJvm());
        // Users' variables count less than the command line, but are meant to count more.
        if (temporary != null
                && JVM_VARIABLES.stream()
                        .map(settings.environment()::get)
                        .noneMatch(value -> value != null && value.contains(TEMPORARY))) {
            options.add(TEMPORARY + temporary);
        }
        options.addAll(settings.jvmArgs());
        return options;
    }

    private Path java() throws IOException {
        Path bin = settings.javaHome().resolve("bin");
        for (String name : List.of("java", "java.exe")) {
            if (Files.isExecutable(bin.resolve(name))) {
                return bin.resolve(name);
            }
        }
        throw new IOException(
                "There is no executable java in " + bin + "; let worker.java-home name a JDK or JRE that is there");
    }
}
