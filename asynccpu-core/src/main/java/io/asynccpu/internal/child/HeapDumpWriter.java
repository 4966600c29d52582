package io.asynccpu.internal.child;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes dumps of this JVM's heap. Loaded only when a dump is asked for. */
final class HeapDumpWriter {

    private HeapDumpWriter() {}

    /** Writes the live objects, while all threads are stopped. The file must not exist. */
    static void write(String file) throws IOException {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm == null) {
            throw new IOException("this JVM cannot write a heap dump");
        }
        try {
            jvm.dumpHeap(file, true);
        } catch (IOException | RuntimeException | Error e) {
            // Half a dump is of no use, and may have taken the last room.
            Files.deleteIfExists(Path.of(file));
            throw e;
        }
    }
}
