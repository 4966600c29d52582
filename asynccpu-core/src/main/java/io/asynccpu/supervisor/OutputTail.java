package io.asynccpu.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker writes to standard output and error: goes line by line to the parent's log, and the last lines are kept
 * for the day it dies. A line without an end is cut, so memory stays bounded.
 */
final class OutputTail {

    private static final int LINES = 50;
    private static final int LONGEST_LINE = 8 << 10;

    private final String threadName;
    private final Logger stdout;
    private final Logger stderr;
    private final List<Thread> pumps = new ArrayList<>();
    private final List<InputStream> streams = new ArrayList<>();
    // Guarded by itself.
    private final Deque<String> lines = new ArrayDeque<>();

    OutputTail(String pool, String threadName) {
        this.threadName = threadName;
        stdout = LoggerFactory.getLogger("io.asynccpu.worker." + pool + ".stdout");
        stderr = LoggerFactory.getLogger("io.asynccpu.worker." + pool + ".stderr");
    }

    void attach(Process process) {
        pump(process.getInputStream(), stdout, "-stdout");
        pump(process.getErrorStream(), stderr, "-stderr");
    }

    private void pump(InputStream stream, Logger logger, String suffix) {
        Thread pump = new Thread(() -> copyLines(stream, logger), threadName + suffix);
        pump.setDaemon(true);
        streams.add(stream);
        pumps.add(pump);
        pump.start();
    }

    private void copyLines(InputStream stream, Logger logger) {
        StringBuilder line = new StringBuilder();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, Charset.defaultCharset()))) {
            int character;
            while ((character = reader.read()) >= 0) {
                if (character != '\n' && character != '\r') {
                    line.append((char) character);
                }
                if (character == '\n' || line.length() >= LONGEST_LINE) {
                    take(line, logger);
                }
            }
        } catch (IOException closed) {
            // The stream is closed under the reader when something that outlives the worker holds its other end.
            logger.debug("Output of {} ends: {}", threadName, closed.toString());
        }
        if (!line.isEmpty()) {
            take(line, logger);
        }
    }

    private void take(StringBuilder text, Logger logger) {
        String line = text.toString();
        text.setLength(0);
        synchronized (lines) {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
        logger.info("{}", line);
    }

    List<String> lastLines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** After the worker's death: waits until all it wrote was read, but not for a grandchild that keeps writing. */
    void close(long millis) throws IOException {
        boolean interrupted = false;
        for (Thread pump : pumps) {
            try {
                pump.join(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (int i = 0; i < pumps.size(); i++) {
            if (pumps.get(i).isAlive()) {
                streams.get(i).close();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
