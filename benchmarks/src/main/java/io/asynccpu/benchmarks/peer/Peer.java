package io.asynccpu.benchmarks.peer;

/** Another process pool with two workers, which stand ready. */
public interface Peer extends AutoCloseable {

    /** For names of figures. */
    String id();

    /** For people. */
    String name();

    /** Does it once and says what the workload gives. */
    double run(Workload workload, int size) throws Exception;

    @Override
    void close() throws Exception;
}
