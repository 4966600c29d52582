package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.api.HeapDump;
import io.asynccpu.api.ThreadDump;
import java.time.Instant;

/** A worker's dump as the endpoint shows it. */
public sealed interface DumpView {

    /** @param threads all with their stacks, as text */
    record OfThreads(int workerId, long pid, Instant at, String threads) implements DumpView {

        static OfThreads of(ThreadDump dump) {
            return new OfThreads(dump.workerId(), dump.pid(), dump.at(), dump.text());
        }
    }

    /**
     * @param file where it is on the application's machine
     * @param bytes its length
     */
    record OfHeap(int workerId, long pid, Instant at, String file, long bytes) implements DumpView {

        static OfHeap of(HeapDump dump) {
            return new OfHeap(
                    dump.workerId(), dump.pid(), dump.at(), dump.file().toString(), dump.bytes());
        }
    }
}
