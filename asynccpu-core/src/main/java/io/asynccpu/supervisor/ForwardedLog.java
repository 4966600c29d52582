package io.asynccpu.supervisor;

import io.asynccpu.codec.FailureCodec;
import io.asynccpu.codec.MalformedFailureException;
import io.asynccpu.logging.LogLine;
import io.asynccpu.logging.Replay;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What one worker logs, on its way into the parent's log. Logging systems keep a logger for ever, so a hostile child must not
 * make up names without end: beyond the bounds its lines go to one logger.
 */
final class ForwardedLog {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedLog.class);

    // Keys in the MDC of each line.
    static final String POOL = "asynccpu.pool";
    static final String PID = "asynccpu.worker.pid";
    static final String TASK = "asynccpu.task";

    private static final int LONGEST_NAME = 256;
    private static final int MOST_NAMES = 5_000;

    private final String pool;
    private final String threadName;
    private final LongSupplier pid;
    private final boolean isMute;
    private final Replay replay;
    private final Set<String> names = new HashSet<>();
    private boolean hasFailed;

    /**
     * @param threadName of the worker
     * @param isMute whether nobody wants to read it
     * @param applicationLoader of classes that throwables may have
     */
    ForwardedLog(String pool, String threadName, LongSupplier pid, boolean isMute, ClassLoader applicationLoader) {
        this.pool = pool;
        this.threadName = threadName;
        this.pid = pid;
        this.isMute = isMute;
        this.replay = Replay.ofThisJvm(applicationLoader);
    }

    /**
     * Called by the worker's thread only.
     *
     * @throws ProtocolException if there is no such level, the throwable is none, or there are more or longer markers than a
     *     child sends
     */
    void write(Message.Logged line) throws ProtocolException {
        if (isMute) {
            return;
        }
        LogLine here = here(line);
        try {
            replay.write(here);
        } catch (RuntimeException | Error e) {
            // Of a filter, an appender or a throwable of the application: not the worker's fault.
            if (!hasFailed) {
                hasFailed = true;
                LOG.warn("A line that {} has logged was refused, and more may be: {}", threadName, e.toString());
            }
        }
    }

    private LogLine here(Message.Logged line) throws ProtocolException {
        boolean known = names.contains(line.logger())
                || (names.size() < MOST_NAMES && line.logger().length() <= LONGEST_NAME && names.add(line.logger()));
        try {
            return new LogLine(
                    known ? line.logger() : "io.asynccpu.worker." + pool + ".log",
                    Level.intToLevel(line.level()).toInt(),
                    line.ownLevel(),
                    line.message(),
                    threadName + "/" + line.thread(),
                    line.time(),
                    markers(line),
                    mdc(line),
                    line.keyValues(),
                    line.failure() == null ? null : FailureCodec.describe(line.failure()));
        } catch (MalformedFailureException e) {
            throw new ProtocolException("A line with a throwable that is none: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Unknown log level " + line.level());
        }
    }

    private static List<List<String>> markers(Message.Logged line) throws ProtocolException {
        int count = 0;
        for (List<String> names : line.markers()) {
            count += names.size();
            if (count > LogLine.MOST_MARKERS) {
                throw new ProtocolException("A line with more than " + LogLine.MOST_MARKERS + " markers");
            }
            for (String name : names) {
                if (name.length() > LogLine.LONGEST_MARKER) {
                    throw new ProtocolException("A marker with a name of " + name.length() + " characters");
                }
            }
        }
        return line.markers();
    }

    private Map<String, String> mdc(Message.Logged line) {
        Map<String, String> mdc = new HashMap<>(line.mdc());
        mdc.put(POOL, pool);
        mdc.put(PID, Long.toString(pid.getAsLong()));
        if (line.taskId() != 0) {
            mdc.put(TASK, Long.toString(line.taskId()));
        }
        return mdc;
    }
}
