package io.asynccpu.worker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a worker's own threads say on standard error. {@code System.err} has a lock under which users' code runs, as when an
 * exception prints itself: neither the end of this JVM nor whoever hears the parent must wait for that.
 */
final class Words {

    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private Words() {}

    /** Not when it is needed: then its class may not be found any more. */
    static void prepare() {}

    static void say(String words) {
        ERR.println("asynccpu: " + words);
    }

    /** In the JVM's words, for the parent, after the stack. */
    static void sayOutOfMemory(OutOfMemoryError e) {
        e.printStackTrace(ERR);
        ERR.println("Terminating due to java.lang.OutOfMemoryError: " + e.getMessage());
    }

    static void sayStack(Throwable e) {
        e.printStackTrace(ERR);
    }
}
