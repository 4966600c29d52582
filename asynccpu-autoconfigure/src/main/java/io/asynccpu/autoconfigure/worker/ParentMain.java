package io.asynccpu.autoconfigure.worker;

import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.util.ClassUtils;

/**
 * In the parent: the {@code main} that started an application, whatever class it stands in, and what it was called with. It is
 * the outermost one on the stack of {@code run}, so that a child also does what others do on the way; what starts a
 * {@code main} is none itself. A test has none, unless it calls one.
 *
 * @param isTheJvms whether it is called once in the life of this JVM
 */
record ParentMain(String className, List<String> arguments, boolean isTheJvms) {

    /** They call the application's {@code main} with the JVM's own arguments. */
    private static final List<String> LAUNCHERS = List.of(
            "org.springframework.boot.loader.",
            "org.springframework.boot.devtools.",
            "com.intellij.rt.execution.",
            "com.sun.tools.javac.launcher.");

    /** They make applications by themselves, and a child must not run them. */
    private static final List<String> RUNNERS = List.of(
            "org.junit.",
            "junit.",
            "org.testng.",
            "org.spockframework.",
            "io.cucumber.",
            "io.kotest.",
            "org.springframework.test.",
            "org.springframework.boot.test.",
            "org.apache.maven.surefire.",
            "org.gradle.api.internal.tasks.testing.",
            "org.gradle.process.internal.",
            "worker.org.gradle.",
            "com.intellij.rt.",
            "org.eclipse.jdt.internal.junit.",
            "com.microsoft.java.test.",
            "org.openjdk.jmh.",
            "org.apache.catalina.",
            "org.eclipse.jetty.",
            "jdk.jshell.");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /**
     * Called by the thread that runs the application.
     *
     * @param run what {@code run} was called with
     * @return null if no {@code main} is to be called in a child
     */
    static @Nullable ParentMain find(List<String> run) {
        Search search = STACK.walk(frames -> new Search().over(frames));
        JvmCommand command = JvmCommand.ofThisJvm();
        if (search.main != null) {
            String name = search.main.getName();
            boolean isTheJvms = search.isLaunched || (command != null && name.equals(command.mainClass()));
            return new ParentMain(name, command != null && isTheJvms ? command.arguments(name, run) : run, isTheJvms);
        }
        if (search.isRunner || command == null) {
            return null;
        }
        // In a thread that main has started, perhaps.
        String name = command.mainClass();
        return name == null || isOneOf(RUNNERS, name) || isOneOf(LAUNCHERS, name) || !hasMain(name)
                ? null
                : new ParentMain(name, command.arguments(name, run), true);
    }

    private static boolean isOneOf(List<String> prefixes, String name) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    private static boolean hasMain(String name) {
        try {
            return MainMethod.find(ClassUtils.forName(name, null)) != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** From {@code run} outwards. */
    private static final class Search {

        private @Nullable Class<?> main;
        private boolean isLaunched;
        private boolean isRunner;

        Search over(Stream<StackFrame> frames) {
            frames.takeWhile(this::isStillTheApplications).forEach(frame -> {
                Class<?> type = frame.getDeclaringClass();
                if (frame.getMethodName().equals("main")
                        && type != SpringApplication.class
                        && MainMethod.find(type) != null) {
                    main = type;
                }
            });
            return this;
        }

        private boolean isStillTheApplications(StackFrame frame) {
            String name = frame.getClassName();
            isLaunched = isOneOf(LAUNCHERS, name);
            isRunner = !isLaunched && isOneOf(RUNNERS, name);
            return !isLaunched && !isRunner;
        }
    }

    /**
     * What the JVM was started with.
     *
     * @param name of the class or jar
     * @param rest the arguments, with spaces between them
     */
    record JvmCommand(String name, String rest) {

        static @Nullable JvmCommand ofThisJvm() {
            String command = System.getProperty("sun.java.command");
            return command == null || command.isBlank()
                    ? null
                    : parse(command, System.getProperty("java.class.path", ""));
        }

        /** A path of a jar may have spaces, and then it is the class path. */
        static JvmCommand parse(String command, String classPath) {
            int end = command.equals(classPath) || command.startsWith(classPath + " ")
                    ? classPath.length()
                    : (command + " ").indexOf(' ');
            return new JvmCommand(command.substring(0, end), command.substring(Math.min(end + 1, command.length())));
        }

        /** Null if a jar does not say it. */
        @Nullable
        String mainClass() {
            if (!Files.isRegularFile(Path.of(name))) {
                return name.substring(name.indexOf('/') + 1);
            }
            try (JarFile jar = new JarFile(name)) {
                Manifest manifest = jar.getManifest();
                String start =
                        manifest == null ? null : manifest.getMainAttributes().getValue("Start-Class");
                return start != null || manifest == null
                        ? start
                        : manifest.getMainAttributes().getValue("Main-Class");
            } catch (IOException unreadable) {
                return null;
            }
        }

        /**
         * As the {@code main} got them, though the JVM tells them apart from spaces only on some systems.
         *
         * @param main its class, which a launcher may have got as its first argument
         * @param run what the application was run with, mostly the same
         */
        List<String> arguments(String main, List<String> run) {
            return arguments(main, run, commandLine());
        }

        List<String> arguments(String main, List<String> run, List<String> commandLine) {
            String all = rest.equals(main) || rest.startsWith(main + " ")
                    ? rest.substring(Math.min(main.length() + 1, rest.length()))
                    : rest;
            if (all.isEmpty()) {
                return List.of();
            }
            if (all.equals(String.join(" ", run))) {
                return run;
            }
            for (int i = 0; i < commandLine.size(); i++) {
                List<String> last = commandLine.subList(i, commandLine.size());
                if (all.equals(String.join(" ", last))) {
                    return List.copyOf(last);
                }
            }
            return List.of(all.split(" +"));
        }

        /** The JDK's own answer ends after a few kilobytes. */
        private static List<String> commandLine() {
            try {
                String text = new String(
                        Files.readAllBytes(Path.of("/proc/self/cmdline")),
                        Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
                return Arrays.asList(
                        text.substring(0, Math.max(0, text.length() - 1)).split("\0", -1));
            } catch (IOException | IllegalArgumentException anotherSystem) {
                return ProcessHandle.current().info().arguments().map(List::of).orElse(List.of());
            }
        }
    }
}
