package io.asynccpu.launch;

import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The JVM options that a worker takes over from its parent: those without which the same classes would not run the same
 * way. Heap, garbage collector, agents, debugger, remote management and caches belong to one process and are left
 * behind. So are the application's own system properties: they may be secrets, and a command line is public.
 */
public final class InheritedOptions {

    /** What code may reach; the module path because the others name modules on it. */
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
     * System properties of the JVM itself. It reads them while it starts (time zone, locale, encoding, temporary
     * directory), so they cannot be sent later.
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
     * Those of this JVM. Asks the JVM: the process's command line lacks what came from argument files and from {@code
     * JDK_JAVA_OPTIONS}, is cut at 4 KiB on Linux and unknown on Windows. A runtime image without {@code
     * java.management} inherits nothing.
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

    /** Names of the system properties among them. */
    public static List<String> properties() {
        return ofThisJvm().stream()
                .filter(option -> option.startsWith("-D"))
                .map(option -> option.substring(2).replaceFirst("=.*", ""))
                .toList();
    }

    /** @param parentInputArguments in the JVM's form: one string an option, values after {@code =} */
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
