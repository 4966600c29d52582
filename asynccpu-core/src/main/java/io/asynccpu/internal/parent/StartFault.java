package io.asynccpu.internal.parent;

import io.asynccpu.api.WorkerCrashedException.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reasons why a JVM ended before it sent anything to its pool, recognized by its output. The first reason that matches
 * counts.
 */
enum StartFault {
    WALL(
            "^(bwrap|prlimit): ",
            Cause.EXITED,
            "its wall could not be put up",
            "see its output for what is missing or forbidden; worker.sandbox, or the bwrap of worker.command-prefix, says what is let"
                    + " through"),
    THREADS(
            "unable to create native thread|Cannot create .*thread|Failed to (create|start) .*thread",
            Cause.THREADS_EXHAUSTED,
            "its JVM got no thread from the system",
            "raise the limit of its sandbox (worker.sandbox.max-processes), if it has one, of the user (ulimit -u) or of the container"
                    + " (pids.max), or lower max-workers"),
    WORKING_DIRECTORY(
            "Could not determine current working directory",
            Cause.EXITED,
            "the directory it was to work in is gone",
            "restart this process in one that exists, or let worker.working-directory name one"),
    MEMORY(
            "Could not reserve|Could not allocate|insufficient memory for the Java|commit_memory.*failed",
            Cause.NATIVE_MEMORY_EXHAUSTED,
            "the system had no room for its JVM's memory",
            "lower worker.max-heap, or -Xms and -Xmx in worker.jvm-args, or raise the limit of its address space (ulimit -v) or"
                    + " the memory of the container or machine"),
    DEBUGGER(
            "transport error 202|JDWP exit error|JDWP Transport",
            Cause.EXITED,
            "its debugger could not listen",
            "each worker needs a port of its own: leave out address in the -agentlib:jdwp of worker.jvm-args, and the system"
                    + " chooses one"),
    AGENT(
            "agent library|JAR manifest missing|processing of -javaagent failed",
            Cause.EXITED,
            "an agent could not be loaded or failed",
            "check -javaagent, -agentlib and -agentpath in worker.jvm-args, and the JVM's variables in worker.environment; in a sandbox"
                    + " worker.sandbox.read must name the agent's file"),
    OLD_JAVA(
            "UnsupportedClassVersionError",
            Cause.EXITED,
            "its Java is older than the classes it was to run",
            "let worker.java-home name a JDK or JRE of version "
                    + Runtime.version().feature() + ", which this JVM has, or newer"),
    CLASS_PATH(
            "main class (io\\.asynccpu|org\\.springframework\\.boot)|(NoClassDefFoundError|ClassNotFoundException): io[./]asynccpu",
            Cause.EXITED,
            "it did not find the application's classes",
            "see whether the application's jar or directory was moved, removed or replaced, or is not to be read by the worker's"
                    + " user; then restart the application"),
    JAVA(
            "rror (while )?loading shared librar|ould not find .*(libj|Java SE Runtime)|rror: (failed|missing) .*jvm",
            Cause.EXITED,
            "its Java is not whole, or made for another system",
            "let worker.java-home name a whole JDK or JRE for this system"),
    ARGUMENTS(
            "Could not create the Java Virtual Machine|Error occurred during initialization of|Could not find or load main class"
                    + "|Error: could not open|[Uu]nrecognized option",
            Cause.EXITED,
            "its JVM did not take its arguments",
            "check worker.java-home, worker.jvm-args and the JVM's variables in worker.environment");

    private final Pattern said;
    private final Cause cause;
    private final String what;
    private final String remedy;

    StartFault(String said, Cause cause, String what, String remedy) {
        this.said = Pattern.compile(said);
        this.cause = cause;
        this.what = what;
        this.remedy = remedy;
    }

    /** Empty if its words match no known reason. */
    static Optional<StartFault> find(List<String> lines) {
        return Arrays.stream(values())
                .filter(each ->
                        lines.stream().anyMatch(line -> each.said.matcher(line).find()))
                .findFirst();
    }

    /** @param arguments the user's, one by one, for the end of a sentence */
    Diagnosis diagnosis(int exitCode, String arguments) {
        return new Diagnosis(
                cause, what + ", so it exited with code " + exitCode, remedy + (this == ARGUMENTS ? arguments : ""));
    }
}
