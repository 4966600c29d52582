package io.asynccpu.internal.launch;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The JVM options that a worker inherits from its parent: those without which the same classes would not run in the same way. Options
 * for heap, garbage collector, agents, debugger, remote management and caches belong to one process and are not inherited. Neither are
 * the application's own system properties, which may be secrets, while a command line is public.
 */
public final class InheritedOptions {

    /** Options for access between modules, and the module path, on which they name modules. */
    private static final List<String> ACCESS = List.of(
            "--add-opens=",
            "--add-exports=",
            "--add-reads=",
            "--add-modules=",
            "--module-path=",
            "--enable-native-access=",
            "--enable-final-field-mutation=",
            "--illegal-final-field-mutation=");

    /**
     * System properties that the JVM reads while it starts (time zone, locale, encoding, temporary directory), so they cannot be sent
     * later.
     */
    private static final List<String> OF_THE_JVM = List.of(
            "-Djava.",
            "-Djdk.",
            "-Dsun.",
            "-Dfile.encoding=",
            "-Dstdout.encoding=",
            "-Dstderr.encoding=",
            "-Duser.timezone=",
            "-Duser.language=",
            "-Duser.country=",
            "-Duser.script=",
            "-Duser.variant=");

    private static final List<String> OF_ONE_PROCESS = List.of(
            "-Djava.class.path=", "-Djava.home=", "-Djava.rmi.server.", "-Djava.security.manager", "-Dsun.java.");

    private InheritedOptions() {}

    /**
     * Returns the options of this JVM. They are read from the JVM, because the process's command line lacks those of argument files and
     * of {@code JDK_JAVA_OPTIONS}, is cut at 4 KiB on Linux and is not known on Windows. In a runtime image without {@code
     * java.management} there are none.
     */
    static List<String> ofThisJvm() {
        if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
            return List.of();
        }
        try {
            return from(ManagementFactory.getRuntimeMXBean().getInputArguments());
        } catch (LinkageError notInThisPlace) {
            throw NativePath.unlessWorkingDirectoryIsNone(notInThisPlace);
        }
    }

    /** Returns the names of the system properties among them. */
    public static List<String> properties() {
        return ofThisJvm().stream()
                .filter(option -> option.startsWith("-D"))
                .map(option -> option.substring(2).replaceFirst("=.*", ""))
                .toList();
    }

    /** @param parentInputArguments in the JVM's form: one string for each option, with its value after {@code =} */
    static List<String> from(List<String> parentInputArguments) {
        return parentInputArguments.stream()
                .filter(InheritedOptions::isInherited)
                .toList();
    }

    private static boolean isInherited(String option) {
        return option.equals("--enable-preview")
                || startsWithAny(ACCESS, option)
                || (startsWithAny(OF_THE_JVM, option) && !startsWithAny(OF_ONE_PROCESS, option));
    }

    private static boolean startsWithAny(List<String> prefixes, String option) {
        return prefixes.stream().anyMatch(option::startsWith);
    }
}
