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

    /**
     * Called once, when the worker has a channel, and before anybody logs. Loads no logging system: a task may never log. What
     * the user has set for this JVM stays.
     */
    public static void install(Sink toParent) {
        sink = toParent;
        // Also where a framework configures Logback later: the application's own would open, or even empty, its files.
        setUnlessSet("logback.configurationFile", "io/asynccpu/logging/worker-logback.xml");
        if (System.getProperty("log4j2.configurationFile") == null
                && System.getProperty("log4j.configurationFile") == null) {
            setUnlessSet("log4j2.configurationFactory", "io.asynccpu.logging.ForwardingConfigurationFactory");
            // Asynchronous loggers lose what they hold when this process dies, and the task that has logged it.
            setUnlessSet("log4j2.contextSelector", "org.apache.logging.log4j.core.selector.ClassLoaderContextSelector");
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Null if this JVM is no worker. */
    static @Nullable Sink sink() {
        return sink;
    }
}
