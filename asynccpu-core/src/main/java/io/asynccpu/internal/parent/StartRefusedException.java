package io.asynccpu.internal.parent;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.failure.ReceivedFailure;
import io.asynccpu.internal.protocol.Limits;
import java.io.IOException;

/**
 * The child reported why it cannot start; the cause is the reported exception, and the message of each task that waits
 * has its beginning. The cause may be the application's own, whose methods hang or throw, so its contents are read from
 * {@link #told()}.
 */
final class StartRefusedException extends IOException {

    private static final int LONGEST = 1_000;

    private final RemoteTaskException told;

    /** @param rebuilt the same failure */
    StartRefusedException(ReceivedFailure told, ReceivedFailure.Rebuilt rebuilt) {
        super(Limits.cut(rebuilt.words(), LONGEST), rebuilt.failure());
        this.told = told.plain();
    }

    /** The reported failure, with its causes, as data only: runs no code of the application. */
    RemoteTaskException told() {
        return told;
    }

    /** The message of the failure, or at least its class; bounded. */
    String sentence() {
        String message = told.remoteMessage();
        return Limits.cut(message == null ? told.remoteClassName() : message, LONGEST);
    }
}
