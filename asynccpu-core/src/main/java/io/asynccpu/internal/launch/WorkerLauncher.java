package io.asynccpu.internal.launch;

import io.asynccpu.api.WorkerStartException;
import io.asynccpu.internal.launch.archive.Recording;
import io.asynccpu.internal.launch.archive.StartupArchive;
import io.asynccpu.internal.launch.sandbox.Wall;
import io.asynccpu.internal.protocol.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Starts the workers of one pool, as processes or on threads of this JVM: decides whether a process starts from the start-up cache, and
 * whether the application is still the one that this JVM runs.
 */
public final class WorkerLauncher {

    private static final String MAIN_CLASS = "io.asynccpu.internal.child.WorkerMain";

    /** Lowers the priority of a recording. On systems without it, recordings run at normal priority. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final LaunchSettings settings;
    private final @Nullable ApplicationForm form;
    private final @Nullable CodeFiles code;
    private final @Nullable ArchiveArguments archived;
    private final @Nullable Wall wall;
    private final @Nullable Recording recording;

    /**
     * A process that was started.
     *
     * @param fromArchive whether the process has started from the start-up cache
     */
    public record Started(Process process, boolean fromArchive) {}

    /**
     * A recording of an archive: a worker that becomes ready and exits, and writes the archive while it exits.
     *
     * @param launcher launches that worker, whose output is discarded
     * @param recording to be ended after the worker's end
     */
    public record Training(WorkerLauncher launcher, Recording recording) {}

    /** @throws WorkerStartException if no child can be started from an application of this form */
    public static void requireStartable() {
        var unused = ApplicationForm.detect();
    }

    /** @throws WorkerStartException if no child can be started from an application of this form */
    public WorkerLauncher(LaunchSettings settings) {
        this.settings = settings;
        this.form = settings.inProcess() == null ? ApplicationForm.detect() : null;
        this.code = form == null ? null : new CodeFiles(form.classPath(), form.needed(), jdkFiles(settings.javaHome()));
        this.archived = form == null ? null : ArchiveArguments.of(form, settings, MAIN_CLASS);
        this.wall = form == null || !settings.sandbox().isOn() ? null : wall(settings, form);
        this.recording = null;
    }

    private WorkerLauncher(WorkerLauncher untrained, Recording recording) {
        this.settings = untrained.settings;
        this.form = untrained.form;
        this.code = untrained.code;
        this.archived = untrained.archived;
        this.wall = untrained.wall;
        this.recording = recording;
    }

    private static Wall wall(LaunchSettings settings, ApplicationForm form) {
        try {
            return new Wall(settings.sandbox(), settings.javaHome(), form.roots(), settings.workingDirectory());
        } catch (IOException e) {
            throw new WorkerStartException("What workers may see behind their wall cannot be determined: " + e, e);
        }
    }

    /** Returns the files of the JDK, if children run the one of this JVM. */
    private static List<Path> jdkFiles(Path javaHome) {
        return javaHome.toString().equals(System.getProperty("java.home"))
                ? List.of(javaHome.resolve("lib/modules"))
                : List.of();
    }

    /** Whether the workers are processes, which have files of their own. */
    public boolean startsProcesses() {
        return settings.inProcess() == null;
    }

    /** Whether the workers run behind a wall, which has a directory for temporary files and ends all that they have started. */
    public boolean isWalled() {
        return wall != null;
    }

    /**
     * Starts a worker and writes the bootstrap data to its standard input. Nothing else is written there, so programs that tasks start
     * do not wait for input.
     *
     * @param temporary the directory for its temporary files, unless it has one behind its wall; null for that of this JVM
     * @param heap the most bytes of the heap, if the settings do not have them; 0 for the JVM's choice
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
        Path argumentFile = bootstrap.files().arguments();
        // Not from an archive of a replaced application: its classes would be mixed with those of another jar.
        StartupArchive archive = isReplaced ? null : archive();
        List<String> command = new ArrayList<>();
        if (recording != null && Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "10"));
        }
        command.addAll(settings.commandPrefix());
        List<String> main = archive != null && archived != null
                ? archived.arguments(archive, argumentFile)
                : form.javaArguments(MAIN_CLASS, argumentFile);
        if (wall != null) {
            command.addAll(
                    wall.command(bootstrap.files(), archive == null ? null : archive.directory(), recording != null));
        }
        Path ownTemporary = wall == null ? temporary : Wall.TMP;
        command.addAll(JvmCommand.of(settings, bootstrap.files(), ownTemporary, heap));
        command.addAll(main);
        Process process = new ProcessStarter(settings, recording != null).start(command, bootstrap, ownTemporary);
        try {
            // Takes its time while the child starts.
            code.lookInside();
        } catch (Error e) {
            // Such as exhausted memory: no other code knows of the process.
            process.destroyForcibly();
            throw e;
        }
        return new Started(process, recording == null && archive != null);
    }

    /** Returns null if there is no archive. */
    private @Nullable StartupArchive archive() {
        if (recording != null) {
            return recording.start();
        }
        return archived == null ? null : archived.archives().find();
    }

    /** A process broke down before it was ready, as it may with a corrupt archive. */
    public void brokeDown(boolean fromArchive) {
        if (archived != null && recording == null) {
            archived.archives().brokeDown(fromArchive);
        }
    }

    /** A process is ready. */
    public void ready(boolean fromArchive) {
        if (archived != null && recording == null) {
            archived.archives().ready(fromArchive);
        }
    }

    /** Returns a sentence if the application was replaced while it runs, so that children run other code; else null. */
    public @Nullable String otherCode() {
        return code == null ? null : code.changed();
    }

    /** Whether an archive is missing and should be recorded. */
    public boolean lacksArchive() {
        return archived != null && otherCode() == null && archived.archives().isMissing();
    }

    /** Begins to record an archive; returns null if another process records one, or it cannot be recorded. */
    public @Nullable Training train() {
        Recording begun = archived == null ? null : archived.archives().record();
        return begun == null ? null : new Training(new WorkerLauncher(this, begun), begun);
    }
}
