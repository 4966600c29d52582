package io.asynccpu.autoconfigure.actuate;

import io.asynccpu.api.HeapDump;
import io.asynccpu.api.ThreadDump;
import java.time.Instant;

/** Dump of a worker in the endpoint's JSON. */
public sealed interface DumpView {

    /**
     * @param threads all threads with their stacks, as text
     */
    record OfThreads(int workerId, long pid, Instant at, String threads) implements DumpView {

        static OfThreads of(ThreadDump dump) {
            return new OfThreads(dump.workerId(), dump.pid(), dump.at(), dump.text());
        }
    }

    /**
     * @param file its path on the application's machine
     * @param bytes its length
     */
    record OfHeap(int workerId, long pid, Instant at, String file, long bytes) implements DumpView {

        static OfHeap of(HeapDump dump) {
            return new OfHeap(
                    dump.workerId(), dump.pid(), dump.at(), dump.file().toString(), dump.bytes());
        }
    }
}
