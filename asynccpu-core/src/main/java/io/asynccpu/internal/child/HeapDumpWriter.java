package io.asynccpu.internal.child;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Writes dumps of this JVM's heap. Loaded only when a dump is asked for. */
final class HeapDumpWriter {

    private HeapDumpWriter() {}

    /** Writes the live objects, while all threads are stopped. The file must not exist. */
    static void write(String file) throws IOException {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm == null) {
            throw new IOException("this JVM cannot write a heap dump");
        }
        jvm.dumpHeap(file, true);
    }
}
