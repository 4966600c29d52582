package io.asynccpu.benchmarks.row;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task that logs. */
final class ManyLines {

    private static final Logger LOG = LoggerFactory.getLogger(ManyLines.class);

    private ManyLines() {}

    /** What each line cost, in nanoseconds. */
    static long log(int lines) {
        long start = System.nanoTime();
        for (int i = 0; i < lines; i++) {
            LOG.info("Line {} of {}, as an application would log it", i, lines);
        }
        return (System.nanoTime() - start) / lines;
    }
}
