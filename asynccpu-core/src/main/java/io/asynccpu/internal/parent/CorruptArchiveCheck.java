package io.asynccpu.internal.parent;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.api.WorkerCrashedException.Cause;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a corrupt start-up archive may explain a failed start: the JVM crashed, or failed to find or link a
 * class. Signals, exits and exceptions of the application, time, memory and threads have other causes, whatever the JVM
 * was started from.
 */
final class CorruptArchiveCheck {

    /** Signals by which a JVM ends that crashes before it can write a report. */
    private static final Set<String> CRASHES = Set.of("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGTRAP");

    private static final Pattern CLASS_TROUBLE = Pattern.compile("Could not find or load main class"
            + "|java\\.lang\\.(ClassNotFoundException|NoClassDefFoundError|NoSuch(Method|Field)Error|AbstractMethodError"
            + "|IllegalAccessError|IncompatibleClassChangeError|VerifyError|ClassFormatError|LinkageError)\\b");

    private CorruptArchiveCheck() {}

    static boolean is(
            Cause cause,
            @Nullable String signal,
            @Nullable CrashReport report,
            @Nullable ExitNotice lastWords,
            @Nullable Throwable startFailure,
            List<String> lines) {
        if (startFailure == null) {
            return false;
        }
        if (startFailure instanceof StartRefusedException refused) {
            return isOfClasses(refused.told());
        }
        return switch (cause) {
            case CRASHED -> true;
            case SIGNALLED -> report == null && signal != null && CRASHES.contains(signal);
            case EXITED ->
                lastWords == null
                        && lines.stream()
                                .anyMatch(line -> CLASS_TROUBLE.matcher(line).find());
            default -> false;
        };
    }

    private static boolean isOfClasses(RemoteTaskException told) {
        for (Throwable each = told; each instanceof RemoteTaskException failure; each = each.getCause()) {
            String message = failure.remoteMessage();
            // The application's own code failed while a class was initialized; later uses say the same of the class.
            if (failure.remoteClassName().equals(ExceptionInInitializerError.class.getName())
                    || (message != null && message.startsWith("Could not initialize class"))) {
                return false;
            }
            if (isOfClasses(failure.remoteClassName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfClasses(String name) {
        try {
            // Only classes of the JDK are looked up: the child gives the name, and the application's code must not run
            // for it.
            Class<?> named = Class.forName(name, false, null);
            return LinkageError.class.isAssignableFrom(named) || ClassNotFoundException.class.isAssignableFrom(named);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
