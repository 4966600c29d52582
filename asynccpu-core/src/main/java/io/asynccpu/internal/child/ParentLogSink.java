package io.asynccpu.internal.child;

import io.asynccpu.api.TaskContext;
import io.asynccpu.internal.channel.Delivery;
import io.asynccpu.internal.channel.FrameChannel;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.logging.LogForwarding;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.LineOrigin;
import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends log lines to the parent within the limits of the protocol, in order, and even if this process dies right afterwards. Lines in
 * quick succession are sent together.
 */
final class ParentLogSink implements LogForwarding.Sink {

    /** Key of the entry that tells how many are left out. */
    private static final String REST = "…";

    private final FrameChannel channel;
    private final SentOrigins origins = new SentOrigins();

    ParentLogSink(FrameChannel channel) {
        this.channel = channel;
    }

    @Override
    public void forward(ForwardedLine line) {
        try {
            SentOrigins.SentOrigin origin = originOf(line);
            channel.send(
                    new Message.Logged(
                            origin.place(),
                            line.time(),
                            Limits.cut(line.message(), Limits.LINE),
                            values(line.keyValues()),
                            line.thrown() == null ? null : FailureCodec.encode(line.thrown(), Limits.LINE_FAILURE),
                            origin.encoded()),
                    Delivery.ASSURED_SOON);
        } catch (IOException e) {
            // The parent is gone, and nothing else reads the line.
            System.err.println(line.message());
        }
    }

    private SentOrigins.SentOrigin originOf(ForwardedLine line) {
        TaskContext task = TaskContext.find().orElse(null);
        long taskId = task == null ? 0 : task.taskId();
        SentOrigins.SentOrigin sent = origins.find(line, taskId);
        if (sent != null) {
            return sent;
        }
        LineOrigin bounded = new LineOrigin(
                Limits.cut(line.logger(), Limits.NAME),
                line.level(),
                line.ownLevel() == null ? null : Limits.cut(line.ownLevel(), Limits.LEVEL),
                Limits.cut(line.thread(), Limits.NAME),
                taskId,
                markers(line.markers()),
                strings(line.mdc()));
        return origins.add(line, taskId, bounded.encode());
    }

    private static List<List<String>> markers(List<List<String>> markers) {
        if (markers.isEmpty()) {
            return markers;
        }
        List<List<String>> bounded = new ArrayList<>();
        int left = ForwardedLine.MOST_MARKERS;
        for (List<String> names : markers) {
            if (left == 0) {
                break;
            }
            List<String> kept =
                    names.stream().limit(left).map(ParentLogSink::marker).toList();
            bounded.add(kept);
            left -= kept.size();
        }
        return bounded;
    }

    /** Includes the mark of a cut in the length that the parent accepts. */
    private static String marker(String name) {
        return name.length() <= ForwardedLine.LONGEST_MARKER
                ? name
                : name.substring(0, ForwardedLine.LONGEST_MARKER - 1) + "…";
    }

    private static Map<String, String> strings(Map<String, String> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, String> bounded = new LinkedHashMap<>();
        int left = Limits.MAP;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            String key = Limits.cut(entry.getKey(), Limits.NAME);
            String value = Limits.cut(String.valueOf(entry.getValue()), Math.max(0, left));
            left -= key.length() + value.length();
            if (isFull(left, bounded, map)) {
                bounded.put(REST, rest(bounded, map));
                break;
            }
            bounded.put(key, value);
        }
        return bounded;
    }

    private static Map<String, Object> values(Map<String, Object> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> bounded = new LinkedHashMap<>();
        int left = Limits.MAP;
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            String key = Limits.cut(entry.getKey(), Limits.NAME);
            Object value = plain(entry.getValue(), Math.max(0, left));
            left -= key.length() + (value instanceof String text ? text.length() : 0);
            if (isFull(left, bounded, map)) {
                bounded.put(REST, rest(bounded, map));
                break;
            }
            bounded.put(key, value);
        }
        return bounded;
    }

    private static boolean isFull(int left, Map<?, ?> bounded, Map<?, ?> map) {
        return left < -Limits.NAME || (bounded.size() == Limits.ENTRIES - 1 && bounded.size() < map.size() - 1);
    }

    private static String rest(Map<?, ?> bounded, Map<?, ?> map) {
        return map.size() - bounded.size() + " further entries are left out";
    }

    /** Returns a value of a type that the protocol has. Calls {@code toString} of other types, which is users' code. */
    private static Object plain(@Nullable Object value, int longest) {
        if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return Limits.cut(String.valueOf(value), longest);
        } catch (RuntimeException e) {
            return "(toString() threw " + e.getClass().getName() + ")";
        }
    }
}
