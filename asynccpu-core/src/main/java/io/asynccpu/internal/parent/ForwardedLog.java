package io.asynccpu.internal.parent;

import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.MalformedFailureException;
import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogReplay;
import io.asynccpu.internal.logging.LoggingBackEnds;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards the log lines of one worker to the parent's log. The names that lines may leave there for good are bounded.
 */
final class ForwardedLog {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedLog.class);

    private final String threadName;
    private final Instant startedAt;
    private final boolean isMute;
    private final LogReplay replay;
    private final LogNameQuota names;
    private final KnownOrigins origins;
    private Instant now = Instant.MIN;
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
        this.threadName = threadName;
        this.startedAt = startedAt;
        this.isMute = isMute;
        this.replay = LoggingBackEnds.ofThisJvm().replay(applicationLoader);
        this.names = LogNameQuota.of(pool);
        this.origins = new KnownOrigins(pool, threadName, pid, replay::knows, names);
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
        KnownOrigins.KnownOrigin origin = origins.of(line);
        Map<String, String> mdc = origin.mdc();
        Map<String, Object> keyValues = line.keyValues();
        if (!keyValues.isEmpty()) {
            keyValues = new LinkedHashMap<>();
            mdc = new HashMap<>(mdc);
            names.sort(line.keyValues(), keyValues, mdc);
        }
        try {
            return new ForwardedLine(
                    origin.logger(),
                    origin.level(),
                    origin.ownLevel(),
                    line.message(),
                    origin.thread(),
                    time(line.time()),
                    origin.markers(),
                    mdc,
                    keyValues,
                    line.failure() == null ? null : FailureCodec.describe(line.failure()));
        } catch (MalformedFailureException e) {
            throw new ProtocolException("A line whose throwable is not one: " + e.getMessage());
        }
    }

    /**
     * Log files roll over by the times of their lines, and old ones are deleted, so a line must not be later than now,
     * nor earlier than the worker's start. If this JVM's clock was set back since then, the present time counts. The clock is read only
     * for a line that is not between that start and the last reading.
     */
    private Instant time(Instant claimed) {
        if (claimed.isAfter(now) || claimed.isBefore(startedAt)) {
            now = Instant.now();
        }
        if (claimed.isAfter(now) || startedAt.isAfter(now)) {
            return now;
        }
        return claimed.isBefore(startedAt) ? startedAt : claimed;
    }
}
