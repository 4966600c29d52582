package io.asynccpu.internal.parent;

import io.asynccpu.internal.protocol.Message;
import java.io.IOException;
import java.util.List;

/** Hands each message of a ready worker to the class that owns its subject; the pool gets those about tasks. */
final class MessageDispatcher {

    private final WorkerListener listener;
    private final ForwardedLog log;
    private final LivenessMonitor liveness;
    private final PendingDump dump;
    private final PostMortem postMortem;
    private final ReceiveFailures failures;

    MessageDispatcher(
            WorkerListener listener,
            ForwardedLog log,
            LivenessMonitor liveness,
            PendingDump dump,
            PostMortem postMortem,
            ReceiveFailures failures) {
        this.listener = listener;
        this.log = log;
        this.liveness = liveness;
        this.dump = dump;
        this.postMortem = postMortem;
        this.failures = failures;
    }

    /** Tasks have ended; see {@link WorkerEvents#ended}. */
    TaskEnds ended(List<Message.TaskEnd> ends, Runnable entered) {
        return listener.ended(ends, entered);
    }

    /** All other messages. */
    void dispatch(Message message) throws IOException {
        if (message instanceof Message.Logged logged) {
            log.write(logged);
        } else if (message instanceof Message.Pong) {
            liveness.answered();
        } else if (message instanceof Message.Exiting exiting) {
            postMortem.exits(exiting);
        } else if (message instanceof Message.Dumped dumped) {
            dump.answered(dumped);
        } else {
            listener.received(message);
        }
    }

    /** A message is invalid, or this JVM could not take it in. */
    void failed(Throwable failure) {
        failures.handle(failure);
    }
}
