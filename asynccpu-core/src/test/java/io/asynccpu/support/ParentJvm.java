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
        return builder(prefix, options, System.getProperty("java.class.path"), main, arguments);
    }

    /** With another class path, as for another user. */
    public static ProcessBuilder builder(
            List<String> prefix, List<String> options, String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dasynccpu.worker.startup-cache=off");
        command.addAll(sandbox());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The sandbox of all pools of this JVM, if they have one; see CONTRIBUTING.md. */
    private static List<String> sandbox() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("asynccpu.worker.sandbox."))
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .toList();
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
