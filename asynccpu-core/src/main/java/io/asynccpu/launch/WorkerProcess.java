package io.asynccpu.launch;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.protocol.Bootstrap;
import io.asynccpu.protocol.Offspring;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the processes of one pool's workers. */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private static final String MAIN_CLASS = "io.asynccpu.worker.WorkerMain";

    /** The JVM reads these on its own account; the parent's agents and heap sizes are not meant for the child. */
    private static final List<String> JVM_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final LaunchSettings settings;
    private final List<String> applicationArguments;
    private final @Nullable Exception obstacle;

    /**
     * @param directory where argument files may be written
     * @throws WorkerStartException if no child can be started from an application of this form
     * @throws IOException if an argument file cannot be written
     */
    public WorkerProcess(LaunchSettings settings, Path directory) throws IOException {
        this(settings, ApplicationForm.detect().javaArguments(MAIN_CLASS, directory), null);
    }

    private WorkerProcess(LaunchSettings settings, List<String> applicationArguments, @Nullable Exception obstacle) {
        this.settings = settings;
        this.applicationArguments = applicationArguments;
        this.obstacle = obstacle;
    }

    /** One that can start nothing, for the given reason. */
    public static WorkerProcess impossible(LaunchSettings settings, Exception obstacle) {
        return new WorkerProcess(settings, List.of(), obstacle);
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
    public Process start(Bootstrap bootstrap) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(bootstrap.files().crashReport()));
        if (settings.workingDirectory() != null) {
            builder.directory(settings.workingDirectory().toFile());
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

    private List<String> command(Path crashReport) throws IOException {
        List<String> command = new ArrayList<>(settings.commandPrefix());
        command.add(java().toString());
        // An exhausted heap leaves other threads in an unknown state, so it ends the process.
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:ErrorFile=" + crashReport);
        command.add("-XX:-CreateCoredumpOnCrash");
        // Its file in the temporary directory would outlive a SIGKILL.
        command.add("-XX:-UsePerfData");
        if (settings.maxHeap() > 0) {
            command.add("-Xmx" + settings.maxHeap());
        }
        command.addAll(InheritedOptions.ofThisJvm());
        command.addAll(settings.jvmArgs());
        command.addAll(applicationArguments);
        return command;
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
