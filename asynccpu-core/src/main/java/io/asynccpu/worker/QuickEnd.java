package io.asynccpu.worker;

import io.asynccpu.protocol.WorkerExit;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The end of this JVM at once. {@code Runtime.halt} first waits until all threads stand still, for those in native code 300
 * ms, for compilers up to 10 s. SIGKILL does not wait; but the JDK lets nobody send it to the own process, so it is sent to
 * one of its threads, whose number Linux takes for that of its process.
 */
final class QuickEnd {

    private static volatile @Nullable File thread;
    private static volatile @Nullable ProcessHandle thisProcess;

    private QuickEnd() {}

    /** Takes the number of the calling thread, which must live as long as this process. */
    static void use() {
        try {
            thread = new File("/proc/thread-self").getCanonicalFile();
        } catch (IOException anotherSystem) {
            // Then halt must do.
        }
    }

    /** Not at the start, since the JDK's classes for processes take a while. */
    static void prepare() {
        if (thread == null) {
            use();
        }
        File found = thread;
        try {
            if (found != null) {
                thisProcess = ProcessHandle.of(Long.parseLong(found.getName())).orElse(null);
            }
        } catch (NumberFormatException anotherSystem) {
            // As above.
        }
    }

    /**
     * @param otherwise how to end where there is no such kernel
     */
    static void now(WorkerExit otherwise) {
        try {
            if (thisProcess == null) {
                prepare();
            }
            ProcessHandle process = thisProcess;
            if (process != null) {
                process.destroyForcibly();
            }
        } finally {
            Runtime.getRuntime().halt(otherwise.code());
        }
    }
}
