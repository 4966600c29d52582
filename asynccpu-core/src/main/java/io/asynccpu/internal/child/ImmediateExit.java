package io.asynccpu.internal.child;

import io.asynccpu.internal.protocol.WorkerExit;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Exits this JVM without the waits of {@code Runtime.halt}, which waits until all threads stand still: 300 ms for threads in native
 * code, up to 10 s for compilers. SIGKILL does not wait. The JDK refuses to send it to its own process, so it is sent to the id of one
 * of this JVM's threads, which Linux takes for the id of the process.
 */
final class ImmediateExit {

    private static volatile @Nullable File thread;
    private static volatile @Nullable ProcessHandle thisProcess;

    private ImmediateExit() {}

    /** Takes the id of the calling thread, which must live as long as this process. */
    static void useThisThread() {
        try {
            thread = new File("/proc/thread-self").getCanonicalFile();
        } catch (IOException notLinux) {
            // Leaves it to halt.
        }
    }

    /** Loads the JDK's classes for processes, which would delay the start. */
    static void prepare() {
        if (thread == null) {
            useThisThread();
        }
        File found = thread;
        try {
            if (found != null) {
                thisProcess = ProcessHandle.of(Long.parseLong(found.getName())).orElse(null);
            }
        } catch (NumberFormatException notLinux) {
            // Leaves it to halt.
        }
    }

    /**
     * Does not return.
     *
     * @param otherwise the exit on systems where SIGKILL cannot be sent
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
