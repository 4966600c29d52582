package io.asynccpu.autoconfigure.worker;

import java.io.File;
import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.util.ClassUtils;

/**
 * Main method, in the parent, that started an application, in whatever class it is, with its arguments. It is the outermost
 * main on the stack of {@code run}, so that a child also runs the code between the two; a launcher that calls a {@code main}
 * does not count. A test has none, unless it calls one.
 *
 * @param isTheJvms whether it is called once in the life of this JVM
 * @param isOnStack whether it runs the application itself, and not a thread that it has started, perhaps long ago
 */
record ParentMain(String className, List<String> arguments, boolean isTheJvms, boolean isOnStack) {

    private static final Log log = LogFactory.getLog(ParentMain.class);

    /** Classes that call the application's {@code main} with the JVM's own arguments. */
    private static final List<String> LAUNCHERS = List.of(
            "org.springframework.boot.loader.",
            "org.springframework.boot.devtools.",
            "com.intellij.rt.execution.",
            "com.sun.tools.javac.launcher.");

    /** Classes that create applications themselves, and that a child must not run. */
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
            "jdk.jshell.",
            "sbt.",
            "org.scalatest.",
            "com.google.testing.");

    /** First two parts of a package's name. */
    private static final Pattern ORGANIZATION = Pattern.compile("^([^.]*\\.[^.]*\\.).*");

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /**
     * Called by the thread that runs the application.
     *
     * @param run the arguments of {@code run}
     * @param sources of the application
     * @return null if a child has no {@code main} to call
     */
    static @Nullable ParentMain find(List<String> run, Set<Object> sources) {
        try {
            return search(run, sources);
        } catch (RuntimeException | LinkageError e) {
            // The application must start in any case.
            log.debug("Workers start without main, since it was not found", e);
            return null;
        }
    }

    private static @Nullable ParentMain search(List<String> run, Set<Object> sources) {
        Search search = STACK.walk(frames -> new Search().over(frames));
        JvmCommand command = JvmCommand.ofThisJvm();
        if (search.main != null) {
            String name = search.main.getName();
            boolean isTheJvms = search.isLaunched || (command != null && name.equals(command.mainClass()));
            return new ParentMain(
                    name, command != null && isTheJvms ? command.arguments(name, run) : run, isTheJvms, true);
        }
        if (search.isRunner || command == null) {
            return null;
        }
        // Perhaps this is a thread that main has started.
        String name = command.mainClass();
        return name == null || isOneOf(RUNNERS, name) || isOneOf(LAUNCHERS, name) || !isMainOf(sources, name)
                ? null
                : new ParentMain(name, command.arguments(name, run), true, false);
    }

    private static boolean isOneOf(List<String> prefixes, String name) {
        return prefixes.stream().anyMatch(name::startsWith);
    }

    /**
     * Decides without a stack as proof: an unknown runner has neither place nor name in common with the application that it
     * runs, while an application's own {@code main} is in the same jar or directory as one of the sources, or of the same
     * organization.
     */
    static boolean isMainOf(Set<Object> sources, String name) {
        Class<?> main;
        try {
            main = ClassUtils.forName(name, null);
        } catch (ClassNotFoundException e) {
            return false;
        }
        return MainMethod.find(main) != null
                && sources.stream()
                        .anyMatch(source -> source instanceof Class<?> type
                                ? isBeside(main, type) || isNear(main.getPackageName(), type.getPackageName())
                                : isNear(main.getPackageName(), source.toString()));
    }

    private static boolean isBeside(Class<?> main, Class<?> source) {
        CodeSource place = main.getProtectionDomain().getCodeSource();
        CodeSource other = source.getProtectionDomain().getCodeSource();
        return place != null
                && other != null
                && place.getLocation() != null
                && Objects.equals(place.getLocation().toString(), Objects.toString(other.getLocation()));
    }

    private static boolean isNear(String aPackage, String another) {
        String home = ORGANIZATION.matcher(aPackage + ".").replaceFirst("$1");
        String other = ORGANIZATION.matcher(another + ".").replaceFirst("$1");
        return home.startsWith(other) || other.startsWith(home);
    }

    /** Search of the stack, from {@code run} outwards. */
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
     * Command that started the JVM.
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

        /** The path of a jar may contain spaces; it is the class path then. */
        static JvmCommand parse(String command, String classPath) {
            int end = command.equals(classPath) || command.startsWith(classPath + " ")
                    ? classPath.length()
                    : (command + " ").indexOf(' ');
            return new JvmCommand(command.substring(0, end), command.substring(Math.min(end + 1, command.length())));
        }

        /** Null if a jar does not name it. */
        @Nullable
        String mainClass() {
            // Not a Path, as on some systems not every name can be one.
            if (!new File(name).isFile()) {
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
         * Arguments of {@code main}, although the JVM separates them from spaces only on some systems.
         *
         * @param main its class, which a launcher may have got as its first argument
         * @param run arguments of {@code run}, mostly the same
         */
        List<String> arguments(String main, List<String> run) {
            // In the usual case the command line is not read.
            return after(main).equals(String.join(" ", run)) ? run : arguments(main, run, commandLine());
        }

        List<String> arguments(String main, List<String> run, List<String> commandLine) {
            String all = after(main);
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

        private String after(String main) {
            return rest.equals(main) || rest.startsWith(main + " ")
                    ? rest.substring(Math.min(main.length() + 1, rest.length()))
                    : rest;
        }

        /** The JDK's own answer is cut after a few kilobytes. */
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
