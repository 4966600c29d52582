package io.asynccpu.internal.child;

import io.asynccpu.internal.logging.ForwardedLine;
import io.asynccpu.internal.protocol.LineOrigin;
import io.asynccpu.internal.protocol.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The encoded origins of recent lines. Thread-safe: an origin does not change, and one that another thread replaces is encoded anew. */
final class SentOrigins {

    private final @Nullable SentOrigin[] recent = new SentOrigin[LineOrigin.KEPT];

    /**
     * An origin that was sent.
     *
     * @param place where both sides keep it
     * @param whole the origin before it was bounded
     */
    record SentOrigin(byte place, LineOrigin whole, Payload encoded) {

        /** Compares first what differs most often. */
        private boolean isOf(ForwardedLine line, long taskId) {
            return whole.taskId() == taskId
                    && whole.level() == line.level()
                    && whole.logger().equals(line.logger())
                    && whole.thread().equals(line.thread())
                    && Objects.equals(whole.ownLevel(), line.ownLevel())
                    // Most lines have none, and the comparison of empty collections takes longer than all others.
                    && (line.markers().isEmpty()
                            ? whole.markers().isEmpty()
                            : whole.markers().equals(line.markers()))
                    && (line.mdc().isEmpty()
                            ? whole.mdc().isEmpty()
                            : whole.mdc().equals(line.mdc()));
        }
    }

    /** Returns null if the line's origin is not known. */
    @Nullable
    SentOrigin find(ForwardedLine line, long taskId) {
        SentOrigin origin = recent[place(line)];
        return origin != null && origin.isOf(line, taskId) ? origin : null;
    }

    SentOrigin add(ForwardedLine line, long taskId, Payload encoded) {
        int place = place(line);
        // The back end may change its map later.
        Map<String, String> mdc = line.mdc().isEmpty() ? Map.of() : new HashMap<>(line.mdc());
        LineOrigin whole = new LineOrigin(
                line.logger(), line.level(), line.ownLevel(), line.thread(), taskId, line.markers(), mdc);
        SentOrigin origin = new SentOrigin((byte) place, whole, encoded);
        if (encoded.length() <= LineOrigin.LONGEST_KEPT) {
            recent[place] = origin;
        }
        return origin;
    }

    private static int place(ForwardedLine line) {
        return Math.floorMod(line.logger().hashCode() + 31 * line.thread().hashCode() + line.level(), LineOrigin.KEPT);
    }
}
