package io.asynccpu.launch;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.cache.Recording;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Offspring;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the processes of one pool's workers, or what stands for them in this JVM. */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private static final String MAIN_CLASS = "io.asynccpu.worker.WorkerMain";

    /** The JVM reads these on its own account; the parent's agents and heap sizes are not meant for the child. */
    static final List<String> JVM_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** It changes nothing but the priority, so a system without it trains all the same. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final LaunchSettings settings;
    private final List<String> applicationArguments;
    private final @Nullable ArchivedClasses archived;
    private final boolean training;
    private final @Nullable Exception obstacle;
    private final long heap;

    /**
     * A process that was started.
     *
     * @param fromArchive whether from the start-up cache
     */
    public record Started(Process process, boolean fromArchive) {}

    /**
     * @param directory where argument files may be written
     * @throws WorkerStartException if no child can be started from an application of this form
     * @throws IOException if an argument file cannot be written
     */
    public WorkerProcess(LaunchSettings settings, Path directory) throws IOException {
        this.settings = settings;
        if (settings.inProcess() == null) {
            ApplicationForm form = ApplicationForm.detect();
            this.applicationArguments = form.javaArguments(MAIN_CLASS, directory);
            this.archived = ArchivedClasses.of(form, settings, directory, MAIN_CLASS);
        } else {
            this.applicationArguments = List.of();
            this.archived = null;
        }
        this.training = false;
        this.obstacle = null;
        this.heap = 0;
    }

    private WorkerProcess(
            LaunchSettings settings,
            List<String> arguments,
            @Nullable ArchivedClasses archived,
            boolean training,
            @Nullable Exception obstacle,
            long heap) {
        this.settings = settings;
        this.applicationArguments = arguments;
        this.archived = archived;
        this.training = training;
        this.obstacle = obstacle;
        this.heap = heap;
    }

    /** The same for processes with a heap of so many bytes at most, if their settings do not say how large; 0 for the JVM's choice. */
    public WorkerProcess withHeap(long heap) {
        return new WorkerProcess(settings, applicationArguments, archived, training, obstacle, heap);
    }

    /** What {@link #withHeap} was given, or 0. */
    public long heap() {
        return heap;
    }

    /** One that can start nothing, for the given reason. */
    public static WorkerProcess impossible(LaunchSettings settings, Exception obstacle) {
        return new WorkerProcess(settings, List.of(), null, false, obstacle, 0);
    }

    /**
     * To be called before anything is prepared for a start.
     *
     * @throws IOException if nothing can be started
     */
    public void check() throws IOException {
        if (obstacle != null) {
            throw new IOException(obstacle.getMessage(), obstacle);
        }
    }

    /**
     * Starts a process and gives it what it reads first. Its standard input stays open: its end is how the child learns
     * that this JVM is gone.
     *
     * @throws IOException if the process cannot be started
     */
    public Started start(Bootstrap bootstrap) throws IOException {
        if (settings.inProcess() != null) {
            return new Started(settings.inProcess().start(bootstrap), false);
        }
        List<String> fromArchive = archived == null ? null : archived.arguments();
        List<String> arguments = fromArchive == null ? applicationArguments : fromArchive;
        ProcessBuilder builder = new ProcessBuilder(command(bootstrap.files().crashReport(), arguments));
        return new Started(start(builder, bootstrap), fromArchive != null);
    }

    /** A process that was started from an archive did not become ready; the next ones are started without. */
    public void dropArchive(String reason) {
        if (archived != null) {
            archived.archives().drop(reason);
        }
    }

    /** Whether an archive is missing, and making one is worth a try. */
    public boolean lacksArchive() {
        return archived != null && archived.archives().isMissing();
    }

    /**
     * Begins to make an archive; null if somebody else is at work in the cache, or it cannot be made.
     *
     * @throws IOException if an argument file cannot be written
     */
    public @Nullable Training train() throws IOException {
        Recording recording = archived == null ? null : archived.archives().record();
        if (archived == null || recording == null) {
            return null;
        }
        boolean begun = false;
        try {
            List<String> arguments = archived.arguments(recording);
            begun = true;
            return new Training(new WorkerProcess(settings, arguments, null, true, null, heap), recording);
        } finally {
            if (!begun) {
                recording.abandon();
            }
        }
    }

    /** Whether nobody is to hear of its workers. */
    public boolean isTraining() {
        return training;
    }

    private Process start(ProcessBuilder builder, Bootstrap bootstrap) throws IOException {
        if (settings.workingDirectory() != null) {
            builder.directory(settings.workingDirectory().toFile());
        }
        if (training) {
            builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        }
        Map<String, String> environment = builder.environment();
        JVM_VARIABLES.forEach(environment::remove);
        environment.putAll(settings.environment());
        environment.put(Offspring.VARIABLE, Offspring.mark(bootstrap.files()));
        Process process = builder.start();
        try {
            OutputStream leash = process.getOutputStream();
            bootstrap.writeTo(leash);
        } catch (IOException e) {
            // The process has closed its input, most likely by dying; its exit and its output say why, and better.
            LOG.debug("Process {} did not read its input: {}", process.pid(), e.toString());
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
        return process;
    }

    private List<String> command(Path crashReport, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (training && Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "10"));
        }
        command.addAll(settings.commandPrefix());
        command.add(java().toString());
        // An exhausted heap leaves other threads in an unknown state, so it ends the process.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:ErrorFile=" + crashReport);
        command.add("-XX:-CreateCoredumpOnCrash");
        // Its file in the temporary directory would outlive a SIGKILL.
        command.add("-XX:-UsePerfData");
        if (settings.maxHeap() > 0) {
            command.add("-Xmx" + settings.maxHeap());
        } else if (heap > 0) {
            command.add("-Xmx" + heap);
        }
        command.addAll(jvmOptions(settings));
        command.addAll(arguments);
        return command;
    }

    /** The later one counts. */
    static List<String> jvmOptions(LaunchSettings settings) {
        List<String> options = new ArrayList<>(DefaultOptions.of(settings));
        options.addAll(InheritedOptions.ofThisJvm());
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
        throw new IOException("There is no executable java in " + bin + "; set java-home to a JDK or JRE");
    }
}
