package io.asynccpu.internal.parent;

import io.asynccpu.internal.codec.failure.MalformedFailureException;
import io.asynccpu.internal.concurrent.RetryingSteps;
import io.asynccpu.internal.protocol.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a worker whose message is invalid, or cannot be received by this JVM, for example because there is no memory for it.
 * Thread-safe.
 */
final class ReceiveFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveFailures.class);

    private final WorkerLifecycle worker;
    private final WorkerShutdown shutdown;
    private final PostMortem postMortem;

    ReceiveFailures(WorkerLifecycle worker, WorkerShutdown shutdown, PostMortem postMortem) {
        this.worker = worker;
        this.shutdown = shutdown;
        this.postMortem = postMortem;
    }

    void handle(Throwable failure) {
        postMortem.missedMessages();
        if (failure instanceof ProtocolException || failure instanceof MalformedFailureException) {
            killForNonsense(failure);
            LOG.debug("{} sent an invalid message", worker, failure);
        } else {
            shutdown.kill(new KillReason(
                    "this JVM could not take in what it sent: " + failure,
                    "look for errors in this JVM's log; the cause may be here and not in the worker"));
            LOG.warn("A message of {} could not be taken in", worker, failure);
        }
    }

    /** Like {@link #handle}, and tries again without memory: the worker must not stay. */
    void handleSurely(Throwable failure) {
        do {
            try {
                handle(failure);
                return;
            } catch (OutOfMemoryError noMemory) {
                RetryingSteps.pause();
            } catch (RuntimeException | Error ofAppender) {
                // The worker is killed before that is logged. Its cleanup follows in any case.
                return;
            }
        } while (worker.state() != WorkerState.CONDEMNED);
    }

    void killForNonsense(Throwable failure) {
        shutdown.kill(new KillReason(
                "it sent an invalid message: " + failure.getMessage(),
                "look for code in the child that uses descriptors which are not its own, or that means harm"));
    }
}
