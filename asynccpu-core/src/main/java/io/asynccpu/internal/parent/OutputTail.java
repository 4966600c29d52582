package io.asynccpu.internal.parent;

import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.protocol.StartedTasks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Copies a worker's standard output and error line by line to the parent's log, and keeps the last lines for its
 * post-mortem. Memory stays bounded whatever the worker writes: a line without an end is cut, the kept lines are
 * limited in number and in characters.
 *
 * <p>Actors: one thread for each stream, and the worker's own thread after its death. Shared state: the kept lines,
 * guarded by their list.
 */
final class OutputTail {

    private static final Logger LOG = LoggerFactory.getLogger(OutputTail.class);

    private static final int LINES = 50;
    private static final int CHARACTERS = 32 << 10;
    private static final int LONGEST_LINE_BYTES = 8 << 10;

    /** A kept line, and the number of bytes of its stream up to its end. */
    private record Line(boolean ofStdout, long streamBytes, String text) {

        boolean isAfter(StartedTasks.Start start) {
            return streamBytes > (ofStdout ? start.outBytes() : start.errBytes());
        }
    }

    /** The last task that each of the worker's threads has started. */
    @FunctionalInterface
    interface Starts {
        List<StartedTasks.Start> read() throws IOException;
    }

    private final String pool;
    private final String threadName;
    private final Logger stdout;
    private final Logger stderr;
    private final List<Pump> pumps = new ArrayList<>();
    // Guarded by itself.
    private final Deque<Line> lines = new ArrayDeque<>();
    // Guarded by lines.
    private int characters;
    /**
     * The charset of output that does not come from {@code System.out}; the child's system is most likely set like this
     * one.
     */
    private volatile @Nullable Charset otherwise = LineDecoder.find(System.getProperty("native.encoding"));

    OutputTail(String pool, String threadName) {
        this.pool = pool;
        this.threadName = threadName;
        stdout = LoggerFactory.getLogger("io.asynccpu.worker." + pool + ".stdout");
        stderr = LoggerFactory.getLogger("io.asynccpu.worker." + pool + ".stderr");
    }

    /** @param pid gives the process id of the JVM, which may not be the process that was started */
    void attach(Process process, LongSupplier pid, Starts starts) {
        pumps.add(new Pump(pid, process.getInputStream(), starts, true, stdout));
        pumps.add(new Pump(pid, process.getErrorStream(), starts, false, stderr));
        pumps.forEach(Thread::start);
    }

    /** The worker reports the charset of code that does not use {@code System.out}. */
    void otherwiseIn(String charset) {
        otherwise = LineDecoder.find(charset);
    }

    private void keep(Line line) {
        synchronized (lines) {
            lines.addLast(line);
            characters += line.text().length();
            while (lines.size() > LINES || characters > CHARACTERS) {
                characters -= lines.removeFirst().text().length();
            }
        }
    }

    /** The kept lines, oldest first. */
    List<String> lastLines() {
        synchronized (lines) {
            return lines.stream().map(Line::text).toList();
        }
    }

    /** The kept lines that ended after the start of a task. */
    List<String> linesSince(StartedTasks.Start start) {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> line.isAfter(start))
                    .map(Line::text)
                    .toList();
        }
    }

    /** Replaces characters that a terminal or a log would take for a command or a new line. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < printable.length(); i++) {
            printable.setCharAt(i, printable(printable.charAt(i)));
        }
        return printable.toString();
    }

    static char printable(char c) {
        return (Character.isISOControl(c) && c != '\t') || c == '\u2028' || c == '\u2029' ? '\uFFFD' : c;
    }

    /** After the worker's death: whether all its output has been read by then. */
    boolean awaitEnd(long millis) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Pump pump : pumps) {
            try {
                // At least a millisecond: 0 would be without limit.
                pump.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return pumps.stream().noneMatch(Thread::isAlive);
    }

    /** After the worker's death: waits until all its output was read, but not for a descendant that keeps writing. */
    void close(long millis) throws IOException {
        if (awaitEnd(millis)) {
            return;
        }
        for (Pump pump : pumps) {
            if (pump.isAlive()) {
                pump.stream.close();
            }
        }
    }

    /** Copies one stream. Lines are cut out of the bytes, because the child counts bytes. */
    private final class Pump extends Thread {

        private final LongSupplier pid;
        private final InputStream stream;
        private final Starts starts;
        private final boolean ofStdout;
        private final Logger logger;
        private final LineDecoder decoder = new LineDecoder(LONGEST_LINE_BYTES);
        private final byte[] chunk = new byte[LONGEST_LINE_BYTES];
        private final ByteBuffer line = ByteBuffer.allocate(LONGEST_LINE_BYTES);
        private boolean afterReturn;
        private long streamBytes;
        private boolean hasFailed;
        /** Null if it is unknown which task wrote the lines. */
        private StartedTasks.@Nullable Start lastStart;

        Pump(LongSupplier pid, InputStream stream, Starts starts, boolean ofStdout, Logger logger) {
            super(threadName + (ofStdout ? "-stdout" : "-stderr"));
            this.pid = pid;
            this.stream = stream;
            this.starts = starts;
            this.ofStdout = ofStdout;
            this.logger = logger;
            setDaemon(true);
        }

        @Override
        public void run() {
            boolean more = true;
            try (stream) {
                while (more) {
                    try {
                        more = takeChunk();
                    } catch (OutOfMemoryError noMemory) {
                        // The output of that moment is lost, but the stream is read on.
                        line.clear();
                        RetryingSteps.pause();
                    }
                }
            } catch (IOException closed) {
                // The stream is closed under the reader when a process that outlives the worker holds its other end.
                logger.debug("Output of {} ends: {}", threadName, closed.toString());
            }
            if (line.position() > 0) {
                take(true);
            }
        }

        /** False at the end of the stream. */
        private boolean takeChunk() throws IOException {
            MDC.put(MdcKeys.POOL, pool);
            int length = stream.read(chunk);
            // Not before there is something: until then the JVM may not have told its number.
            MDC.put(MdcKeys.PID, Long.toString(pid.getAsLong()));
            lastStart = lastStart();
            for (int i = 0; i < length; i++) {
                streamBytes++;
                byte b = chunk[i];
                if (b == '\r' || (b == '\n' && !afterReturn)) {
                    take(true);
                } else if (b != '\n') {
                    add(b);
                }
                afterReturn = b == '\r';
            }
            return length >= 0;
        }

        /** With several tasks at a time it is unknown which one wrote. */
        private StartedTasks.@Nullable Start lastStart() {
            try {
                List<StartedTasks.Start> all = starts.read();
                return all.size() == 1 && all.get(0).taskId() != 0 ? all.get(0) : null;
            } catch (IOException gone) {
                // After the worker's death, or damaged by the worker.
                return null;
            }
        }

        private void add(byte b) {
            // Not before the next byte comes: a line that just fills the buffer ends here, and no empty piece follows.
            if (!line.hasRemaining()) {
                take(false);
            }
            line.put(b);
        }

        private void take(boolean whole) {
            String taken = decoder.decode(line, whole, otherwise);
            Line kept = new Line(ofStdout, streamBytes, printable(taken));
            keep(kept);
            if (lastStart != null && kept.isAfter(lastStart)) {
                MDC.put(MdcKeys.TASK, Long.toString(lastStart.taskId()));
            } else {
                MDC.remove(MdcKeys.TASK);
            }
            log(taken);
        }

        /** The stream is read on whatever an appender throws, since the worker would wait for its output to be read. */
        private void log(String taken) {
            try {
                logger.info("{}", taken);
            } catch (RuntimeException | Error e) {
                if (!hasFailed) {
                    hasFailed = true;
                    LOG.warn("A line that {} has printed was refused, and more may be: {}", threadName, e.toString());
                }
            }
        }
    }
}
