package io.asynccpu.internal.logging;

import org.jspecify.annotations.Nullable;

/**
 * The destination of a child's log lines. Static, because logging back ends create their appenders themselves and before any
 * component could pass them a destination.
 */
public final class LogForwarding {

    /** The configuration of Logback in a child, as a resource. */
    public static final String LOGBACK_CONFIGURATION = "io/asynccpu/internal/logging/logback/worker-logback.xml";

    private static final String LOG4J2_CONFIGURATION_FACTORY =
            "io.asynccpu.internal.logging.log4j2.Log4j2ForwardingConfigurationFactory";

    private static volatile @Nullable Sink sink;

    /** Sends lines to the parent. */
    public interface Sink {

        void forward(ForwardedLine line);
    }

    private LogForwarding() {}

    /**
     * Sets the destination. Called once, when the child has a channel and before any code logs. Loads no logging back end, because a
     * task need not log. System properties that the user has set for this JVM remain.
     */
    public static void install(Sink toParent) {
        sink = toParent;
        // Also for a framework that configures Logback later: the application's own configuration would open, or even
        // truncate, its files.
        setUnlessSet("logback.configurationFile", LOGBACK_CONFIGURATION);
        if (System.getProperty("log4j2.configurationFile") == null
                && System.getProperty("log4j.configurationFile") == null) {
            setUnlessSet("log4j2.configurationFactory", LOG4J2_CONFIGURATION_FACTORY);
            // Asynchronous loggers would lose their queued lines when a task ends this process.
            setUnlessSet("log4j2.contextSelector", "org.apache.logging.log4j.core.selector.ClassLoaderContextSelector");
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Returns null if this JVM is not a child. */
    public static @Nullable Sink sink() {
        return sink;
    }
}
