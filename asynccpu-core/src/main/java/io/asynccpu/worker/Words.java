package io.asynccpu.worker;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a worker's own threads say on standard error. {@code System.err} has a lock under which users' code runs, as when an
 * exception prints itself: neither the end of this JVM nor whoever hears the parent must wait for that. So no users' code runs
 * under the lock here.
 */
final class Words {

    private static final PrintStream ERR = CountedOutput.besideStandardError();

    private Words() {}

    /** Not when it is needed: then its class may not be found any more. */
    static void prepare() {}

    static void say(String words) {
        ERR.println("asynccpu: " + words);
    }

    /** In the JVM's words, for the parent, after the stack. */
    static void sayOutOfMemory(OutOfMemoryError e) {
        ERR.println(stack(e) + "Terminating due to java.lang.OutOfMemoryError: " + e.getMessage());
    }

    static void sayStack(Throwable e) {
        ERR.print(stack(e));
    }

    /** Asks the exceptions for their words, which may take any time. */
    private static String stack(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
