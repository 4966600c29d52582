package io.asynccpu.internal.parent;

import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.MalformedFailureException;
import io.asynccpu.internal.protocol.Limits;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.ProtocolException;

/**
 * A worker's own report of the thread that called {@code System.exit}; believed about that worker only.
 *
 * @param sentence which thread and which task made the call
 * @param stack of that thread
 */
record ExitNotice(String sentence, Throwable stack) {

    /** @throws ProtocolException if a name is longer than a worker makes it, or the stack is malformed */
    static ExitNotice of(Message.Exiting exiting) throws ProtocolException {
        String thread = "thread \"" + name(exiting.thread()) + "\"";
        String task = "task " + exiting.taskId() + " (" + name(exiting.task()) + ")";
        String sentence;
        if (exiting.taskId() == 0) {
            sentence = "System.exit was called by " + thread + ", which no task is known to have started";
        } else if (exiting.itself()) {
            sentence = "System.exit was called by " + task + " on its own " + thread;
        } else {
            sentence = "System.exit was called by " + thread + ", which " + task + " had started";
        }
        try {
            return new ExitNotice(sentence, FailureCodec.describe(exiting.stack()));
        } catch (MalformedFailureException e) {
            throw new ProtocolException("An exit notice with a malformed stack: " + e.getMessage());
        }
    }

    private static String name(String said) throws ProtocolException {
        // A name that was cut ends with a note about it.
        if (said.length() > 2 * Limits.EXIT_NAME) {
            throw new ProtocolException("An exit notice with a name of " + said.length() + " characters");
        }
        return OutputTail.printable(said);
    }
}
