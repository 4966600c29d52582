package io.asynccpu.logging;

import org.jspecify.annotations.Nullable;

/**
 * Where log lines of this JVM go if it is a worker. Static, because logging back ends make their appenders by themselves
 * and before anybody could hand them something.
 */
public final class LogForwarding {

    private static volatile @Nullable Sink sink;

    /** Takes lines to the parent. */
    public interface Sink {

        void forward(LogLine line);
    }

    private LogForwarding() {}

    /** Called once, when the worker has a channel. */
    public static void install(Sink toParent) {
        sink = toParent;
    }

    /** Null if this JVM is no worker. */
    static @Nullable Sink sink() {
        return sink;
    }
}
