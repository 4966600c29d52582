package io.asynccpu.internal.parent;

import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.MalformedFailureException;
import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogReplay;
import io.asynccpu.internal.logging.LoggingBackEnds;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Forwards the log lines of one worker to the parent's log. The names that lines may leave there for good are bounded.
 */
final class ForwardedLog {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedLog.class);

    private final String pool;
    private final String threadName;
    private final Instant startedAt;
    private final LongSupplier pid;
    private final boolean isMute;
    private final LogReplay replay;
    private final LogNameQuota names;
    private boolean hasFailed;

    /**
     * @param threadName of the worker
     * @param startedAt of the worker; it has logged nothing before
     * @param isMute whether its lines are dropped
     * @param applicationLoader of classes that throwables may have
     */
    ForwardedLog(
            String pool,
            String threadName,
            Instant startedAt,
            LongSupplier pid,
            boolean isMute,
            ClassLoader applicationLoader) {
        this.pool = pool;
        this.threadName = threadName;
        this.startedAt = startedAt;
        this.pid = pid;
        this.isMute = isMute;
        this.replay = LoggingBackEnds.ofThisJvm().replay(applicationLoader);
        this.names = LogNameQuota.of(pool);
    }

    /**
     * Called by the worker's thread only.
     *
     * @throws ProtocolException if there is no such level, the throwable is malformed, or there are more or longer
     *     markers than a child sends
     */
    void write(Message.Logged line) throws ProtocolException {
        if (isMute) {
            return;
        }
        ForwardedLine here = here(line);
        try {
            replay.write(here);
        } catch (RuntimeException | Error e) {
            // Thrown by a filter, an appender or a throwable of the application; the worker is not at fault.
            if (!hasFailed) {
                hasFailed = true;
                LOG.warn("A line that {} has logged was refused, and more may be: {}", threadName, e.toString());
            }
        }
    }

    private ForwardedLine here(Message.Logged line) throws ProtocolException {
        boolean admitted = names.admitsLogger(line.logger(), replay::knows);
        Map<String, String> mdc = new HashMap<>();
        Map<String, Object> keyValues = new LinkedHashMap<>();
        StringBuilder others = new StringBuilder();
        sort(line.mdc(), mdc, others);
        sort(line.keyValues(), keyValues, others);
        if (!others.isEmpty()) {
            mdc.put(MdcKeys.OTHERS, Limits.cut(others.toString(), Limits.MAP));
        }
        if (!admitted) {
            mdc.put(MdcKeys.LOGGER, Limits.cut(line.logger(), LogNameQuota.LONGEST_LOGGER));
        }
        mark(mdc, line);
        try {
            return new ForwardedLine(
                    admitted ? line.logger() : names.otherLogger(),
                    Level.intToLevel(line.level()).toInt(),
                    line.ownLevel(),
                    line.message(),
                    threadName + "/" + line.thread(),
                    time(line.time()),
                    markers(line),
                    mdc,
                    keyValues,
                    line.failure() == null ? null : FailureCodec.describe(line.failure()));
        } catch (MalformedFailureException e) {
            throw new ProtocolException("A line whose throwable is not one: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Unknown log level " + line.level());
        }
    }

    private <V> void sort(Map<String, ? extends V> brought, Map<String, V> admitted, StringBuilder others) {
        brought.forEach((key, value) -> {
            if (names.admitsKey(key)) {
                admitted.put(key, value);
            } else {
                others.append(others.isEmpty() ? "" : ", ")
                        .append(key)
                        .append('=')
                        .append(value);
            }
        });
    }

    private void mark(Map<String, String> mdc, Message.Logged line) {
        mdc.put(MdcKeys.POOL, pool);
        mdc.put(MdcKeys.PID, Long.toString(pid.getAsLong()));
        if (line.taskId() != 0) {
            mdc.put(MdcKeys.TASK, Long.toString(line.taskId()));
        }
    }

    /**
     * Log files roll over by the times of their lines, and old ones are deleted, so a line must not be later than now,
     * nor earlier than the worker's start. If this JVM's clock was set back since then, the present time counts.
     */
    private Instant time(Instant claimed) {
        Instant now = Instant.now();
        if (claimed.isAfter(now) || startedAt.isAfter(now)) {
            return now;
        }
        return claimed.isBefore(startedAt) ? startedAt : claimed;
    }

    private static List<List<String>> markers(Message.Logged line) throws ProtocolException {
        int count = 0;
        for (List<String> names : line.markers()) {
            count += names.size();
            if (count > ForwardedLine.MOST_MARKERS) {
                throw new ProtocolException("A line with more than " + ForwardedLine.MOST_MARKERS + " markers");
            }
            for (String name : names) {
                if (name.length() > ForwardedLine.LONGEST_MARKER) {
                    throw new ProtocolException("A marker with a name of " + name.length() + " characters");
                }
            }
        }
        return line.markers();
    }
}
