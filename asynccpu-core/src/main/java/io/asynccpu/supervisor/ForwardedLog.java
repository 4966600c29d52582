package io.asynccpu.supervisor;

import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What one worker logs, on its way into the parent's log. Logging systems keep a logger for ever, so a hostile child must not
 * make up names without end: beyond the bounds its lines go to one logger.
 */
final class ForwardedLog {

    private static final int LONGEST_NAME = 256;
    private static final int MOST_NAMES = 5_000;

    private final String overflow;
    private final boolean isMute;
    private final Set<String> names = new HashSet<>();

    /** @param isMute whether nobody wants to read it */
    ForwardedLog(String pool, boolean isMute) {
        this.isMute = isMute;
        overflow = "io.asynccpu.worker." + pool + ".log";
    }

    /**
     * Called by the worker's thread only.
     *
     * @throws ProtocolException if there is no such level
     */
    void write(Message.Logged line) throws ProtocolException {
        if (isMute) {
            return;
        }
        boolean known = names.contains(line.logger())
                || (names.size() < MOST_NAMES && line.logger().length() <= LONGEST_NAME && names.add(line.logger()));
        try {
            LoggerFactory.getLogger(known ? line.logger() : overflow)
                    .atLevel(Level.intToLevel(line.level()))
                    .log(line.message());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Unknown log level " + line.level());
        }
    }
}
