package io.asynccpu.support;

import io.asynccpu.internal.protocol.LineOrigin;
import io.asynccpu.internal.protocol.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log line as a child sends it, without the bounds that an honest child keeps to. */
public final class SentLine {

    private SentLine() {}

    public static Message.Logged of(
            String logger,
            int level,
            @Nullable String ownLevel,
            String message,
            String thread,
            Instant time,
            long taskId,
            List<List<String>> markers,
            Map<String, String> mdc,
            Map<String, Object> keyValues,
            byte @Nullable [] failure) {
        LineOrigin origin = new LineOrigin(logger, level, ownLevel, thread, taskId, markers, mdc);
        return new Message.Logged((byte) 0, time, message, keyValues, failure, origin.encode());
    }
}
