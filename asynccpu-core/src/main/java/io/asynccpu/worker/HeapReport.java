package io.asynccpu.worker;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What lives in this JVM's heap. To be loaded only when somebody asks for it. */
final class HeapReport {

    private HeapReport() {}

    /** Stops all threads meanwhile. The file gets what is still in use, and must not exist. */
    static void write(String file) throws IOException {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (jvm == null) {
            throw new IOException("this JVM cannot write a heap dump");
        }
        jvm.dumpHeap(file, true);
    }
}
