package io.asynccpu.internal.child;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The log of a worker's own threads, on standard error. Users' code may run under the lock of {@code System.err}, as when an exception
 * prints itself, and neither the end of this JVM nor the reading thread may wait for that. So this stream has a lock of its own, under
 * which no users' code runs.
 */
final class StderrLog {

    private static final PrintStream ERR = CountedOutput.besideStandardError();

    private StderrLog() {}

    /** Loads this class: in a broken JVM it may not be found any more. */
    static void prepare() {}

    static void log(String text) {
        ERR.println("asynccpu: " + text);
    }

    /** Ends with the line that the JVM itself prints, which the parent knows. */
    static void logOutOfMemory(OutOfMemoryError e) {
        ERR.println(stack(e) + "Terminating due to java.lang.OutOfMemoryError: " + e.getMessage());
    }

    static void logStack(Throwable e) {
        ERR.print(stack(e));
    }

    /** Calls methods of the exceptions, which may take any time. */
    private static String stack(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
