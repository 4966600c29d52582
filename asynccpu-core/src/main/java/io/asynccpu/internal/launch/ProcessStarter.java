package io.asynccpu.internal.launch;

import io.asynccpu.internal.process.WorkerMark;
import io.asynccpu.internal.protocol.Bootstrap;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a process from its command line: working directory, environment, bootstrap data, and the explanation of a failure. */
final class ProcessStarter {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessStarter.class);

    /** The variables in which programs look for the directory of temporary files. */
    private static final List<String> TEMPORARY_VARIABLES = List.of("TMPDIR", "TMP", "TEMP");

    private final LaunchSettings settings;
    private final boolean discardsOutput;

    ProcessStarter(LaunchSettings settings, boolean discardsOutput) {
        this.settings = settings;
        this.discardsOutput = discardsOutput;
    }

    Process start(List<String> command, Bootstrap bootstrap, @Nullable Path temporary) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        setWorkingDirectory(builder);
        if (discardsOutput) {
            builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        }
        Map<String, String> environment = builder.environment();
        LaunchSettings.JVM_VARIABLES.forEach(environment::remove);
        if (settings.sandbox().isOn()) {
            environment.keySet().removeIf(name -> !passesTheWall(name));
            environment.put("HOME", String.valueOf(temporary));
        }
        if (temporary != null) {
            TEMPORARY_VARIABLES.forEach(name -> environment.put(name, temporary.toString()));
        }
        environment.putAll(settings.environment());
        environment.put(WorkerMark.VARIABLE, WorkerMark.value(System.getenv(WorkerMark.VARIABLE), bootstrap.files()));
        Process process = run(builder);
        try (OutputStream input = process.getOutputStream()) {
            bootstrap.writeTo(input);
        } catch (IOException e) {
            // The process has closed its input, most likely by its death, whose exit code and output tell more.
            LOG.debug("Process {} did not read its input: {}", process.pid(), e.toString());
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
        return process;
    }

    /** Without a language the child would read and write names of files in another encoding. */
    private boolean passesTheWall(String variable) {
        return variable.equals("LANG")
                || variable.equals("LANGUAGE")
                || variable.startsWith("LC_")
                || variable.equals("TZ")
                || settings.sandbox().environment().contains(variable);
    }

    private void setWorkingDirectory(ProcessBuilder builder) throws IOException {
        Path chosen = settings.workingDirectory();
        if (chosen == null) {
            requireWorkingDirectory(Path.of("").toAbsolutePath());
            return;
        }
        // Checked here, because the system would report the program as missing.
        if (!Files.isDirectory(chosen)) {
            throw new IOException("worker.working-directory, " + chosen + ", is "
                    + (Files.notExists(chosen) ? "not there" : "not a directory")
                    + ", and no process starts in it; create it, or name another one");
        }
        builder.directory(chosen.toFile());
    }

    private static void requireWorkingDirectory(Path own) throws IOException {
        String name = own.toString();
        // A name with characters that the JVM cannot encode would be checked as another one.
        if (name.indexOf('?') < 0 && name.indexOf('\uFFFD') < 0 && Files.notExists(own)) {
            throw new IOException("This process's working directory, " + own
                    + ", is gone, and a JVM does not start in it; worker.working-directory may name another one");
        }
    }

    /** The system's message names the first program at best. */
    private Process run(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            // Newer JDKs add assumed reasons in further lines.
            String message = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            String remedy = ExecError.find(message)
                    .map(known -> known == ExecError.TOO_LONG
                            ? CommandLineSize.describe(builder.command(), builder.environment(), settings)
                            : known.remedy())
                    .orElse("check worker.java-home and worker.command-prefix");
            throw new IOException(message + "; " + remedy + settings.oneByOneOfPrefix(), e);
        }
    }
}
