package io.asynccpu.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

/** Logback's way to the parent's log; configured by {@code io/asynccpu/logging/worker-logback.xml}. */
public final class ForwardingAppender extends AppenderBase<ILoggingEvent> {

    @Override
    protected void append(ILoggingEvent event) {
        LogForwarding.Sink sink = LogForwarding.sink();
        if (sink == null) {
            addWarn("This JVM is no worker: a line of " + event.getLoggerName() + " is not forwarded");
            return;
        }
        String message = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            message += System.lineSeparator() + ThrowableProxyUtil.asString(event.getThrowableProxy());
        }
        int level = Level.toLocationAwareLoggerInteger(event.getLevel());
        sink.forward(event.getLoggerName(), level, message, event.getThreadName(), event.getTimeStamp());
    }
}
