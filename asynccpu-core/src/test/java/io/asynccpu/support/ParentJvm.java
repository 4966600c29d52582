package io.asynccpu.support;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the class path of this one, whose main class has a pool; mostly to see what becomes of that at its end. */
public final class ParentJvm {

    private ParentJvm() {}

    /**
     * @param prefix what stands before its program
     * @param options of the JVM
     */
    public static ProcessBuilder builder(
            List<String> prefix, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dasynccpu.worker.startup-cache=off");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Starts one whose output nobody reads. */
    public static Process start(List<String> prefix, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return builder(prefix, options, main, arguments)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
