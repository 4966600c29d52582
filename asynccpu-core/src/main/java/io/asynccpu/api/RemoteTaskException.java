package io.asynccpu.api;

import org.jspecify.annotations.Nullable;

/**
 * The task failed with an exception that cannot be rebuilt in this JVM: its class is missing, or a rebuilt object would
 * have another message, since that is composed of parts that cannot cross. Has the child's message and stack, and the
 * causes as far as they can be rebuilt. As a suppressed exception it names the parts of an exception that were omitted,
 * if the exception's own message cannot.
 */
public class RemoteTaskException extends ProcessTaskException {

    private final String remoteClassName;
    private final @Nullable String remoteMessage;

    public RemoteTaskException(String remoteClassName, @Nullable String remoteMessage, @Nullable Throwable cause) {
        super(remoteMessage == null ? remoteClassName : remoteClassName + ": " + remoteMessage, cause);
        this.remoteClassName = remoteClassName;
        this.remoteMessage = remoteMessage;
    }

    /** Name of the exception's class in the child. */
    public String remoteClassName() {
        return remoteClassName;
    }

    /** The exception's message in the child. */
    public @Nullable String remoteMessage() {
        return remoteMessage;
    }
}
