package io.asynccpu.internal.parent;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.failure.ReceivedFailure;
import io.asynccpu.internal.protocol.Limits;
import java.io.IOException;

/**
 * Exception for a child that has reported why it cannot start. The cause is the reported exception; the message of each
 * waiting task begins with it. The cause may be an exception of the application, whose methods hang or throw, so its contents
 * are read from {@link #told()}.
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
