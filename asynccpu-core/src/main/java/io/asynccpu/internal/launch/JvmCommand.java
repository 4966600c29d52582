package io.asynccpu.internal.launch;

import io.asynccpu.internal.protocol.WorkerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of a child JVM, from {@code java} up to what it runs. */
final class JvmCommand {

    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    private JvmCommand() {}

    /**
     * @param temporary the directory for the child's temporary files; null for that of this JVM
     * @param heap the most bytes of the heap, if the settings do not have them; 0 for the JVM's choice
     * @throws IOException if there is no {@code java} to run
     */
    static List<String> of(LaunchSettings settings, WorkerFiles files, @Nullable Path temporary, long heap)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java(settings.javaHome()).toString());
        // Ends the process, because exhausted memory leaves other threads in an unknown state.
        command.add("-XX:+ExitOnOutOfMemoryError");
        // The JVM would replace a %p in the path by its process id.
        command.add("-XX:ErrorFile=" + files.crashReport().toString().replace("%", "%%"));
        command.add("-XX:-CreateCoredumpOnCrash");
        // The file of these data in the temporary directory would remain after SIGKILL.
        command.add("-XX:-UsePerfData");
        if (settings.sandbox().isOn()) {
            // Behind its wall it sees no control group, so it would count on the whole machine.
            command.add("-XX:ActiveProcessorCount=" + Runtime.getRuntime().availableProcessors());
            command.add("-XX:MaxRAM=" + ChildMemory.ofTheMachine());
        }
        if (settings.maxHeap() > 0) {
            command.add("-Xmx" + settings.maxHeap());
        } else if (heap > 0) {
            command.add("-Xmx" + heap);
        }
        command.addAll(options(settings, temporary));
        return command;
    }

    /** Returns the options in the order of their precedence: the JVM uses the last of several values. */
    static List<String> options(LaunchSettings settings, @Nullable Path temporary) {
        List<String> options = new ArrayList<>(DefaultOptions.of(settings));
        options.addAll(InheritedOptions.ofThisJvm());
        // Left out if a variable of the user has it, because the command line would take precedence.
        if (temporary != null
                && LaunchSettings.JVM_VARIABLES.stream()
                        .map(settings.environment()::get)
                        .noneMatch(value -> value != null && value.contains(TEMPORARY))) {
            options.add(TEMPORARY + temporary);
        }
        options.addAll(settings.jvmArgs());
        return options;
    }

    private static Path java(Path javaHome) throws IOException {
        Path bin = javaHome.resolve("bin");
        for (String name : List.of("java", "java.exe")) {
            if (Files.isExecutable(bin.resolve(name))) {
                return bin.resolve(name);
            }
        }
        throw new IOException(
                "There is no executable java in " + bin + "; set worker.java-home to the directory of a JDK or JRE");
    }
}
