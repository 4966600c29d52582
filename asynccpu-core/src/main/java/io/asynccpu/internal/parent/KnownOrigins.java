package io.asynccpu.internal.parent;

import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.LineOrigin;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.ProtocolException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What lines of one worker have in common, as it stands in the parent's log. Lines in succession have mostly the same bytes for it, and
 * are compared with those of an earlier line, so the child cannot claim an origin that it has not sent. Used by the worker's thread only.
 */
final class KnownOrigins {

    private final String pool;
    private final String threadName;
    private final LongSupplier pid;
    private final Predicate<String> isThere;
    private final LogNameQuota names;
    private final @Nullable KnownOrigin[] recent = new KnownOrigin[LineOrigin.KEPT];

    /**
     * @param threadName of the worker
     * @param isThere whether the logging system has a logger of a name
     */
    KnownOrigins(String pool, String threadName, LongSupplier pid, Predicate<String> isThere, LogNameQuota names) {
        this.pool = pool;
        this.threadName = threadName;
        this.pid = pid;
        this.isThere = isThere;
        this.names = names;
    }

    /**
     * @param encoded what the child has sent
     * @param mdc does not change
     */
    record KnownOrigin(
            byte[] encoded,
            String logger,
            int level,
            @Nullable String ownLevel,
            String thread,
            List<List<String>> markers,
            Map<String, String> mdc) {}

    /** @throws ProtocolException if there is no such level, or there are more or longer markers than a child sends */
    KnownOrigin of(Message.Logged line) throws ProtocolException {
        Payload encoded = line.origin();
        int place = Math.floorMod(line.place(), LineOrigin.KEPT);
        KnownOrigin known = recent[place];
        if (known != null && encoded.consistsOf(known.encoded)) {
            return known;
        }
        LineOrigin brought = LineOrigin.decode(encoded);
        boolean admitted = names.admitsLogger(brought.logger(), isThere);
        KnownOrigin origin = new KnownOrigin(
                encoded.copy(),
                admitted ? brought.logger() : names.otherLogger(),
                level(brought),
                brought.ownLevel(),
                threadName + "/" + brought.thread(),
                markers(brought),
                mdc(brought, admitted));
        // One that is not admitted now may be later, when this JVM itself has created the logger.
        if (admitted && encoded.length() <= LineOrigin.LONGEST_KEPT) {
            recent[place] = origin;
        }
        return origin;
    }

    private static int level(LineOrigin brought) throws ProtocolException {
        try {
            return Level.intToLevel(brought.level()).toInt();
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Unknown log level " + brought.level());
        }
    }

    private static List<List<String>> markers(LineOrigin brought) throws ProtocolException {
        int count = 0;
        for (List<String> names : brought.markers()) {
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
        return brought.markers();
    }

    private Map<String, String> mdc(LineOrigin brought, boolean admitted) {
        Map<String, String> mdc = new HashMap<>();
        names.sort(brought.mdc(), mdc, mdc);
        if (!admitted) {
            mdc.put(MdcKeys.LOGGER, Limits.cut(brought.logger(), LogNameQuota.LONGEST_LOGGER));
        }
        mdc.put(MdcKeys.POOL, pool);
        mdc.put(MdcKeys.PID, Long.toString(pid.getAsLong()));
        if (brought.taskId() != 0) {
            mdc.put(MdcKeys.TASK, Long.toString(brought.taskId()));
        }
        return Collections.unmodifiableMap(mdc);
    }
}
