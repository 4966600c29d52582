package io.asynccpu.supervisor;

import io.asynccpu.codec.failure.FailureCodec;
import io.asynccpu.codec.failure.MalformedFailureException;
import io.asynccpu.protocol.Limits;
import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;

/**
 * What a worker says of its own exit, which is believed about itself only.
 *
 * @param who a sentence
 * @param stack of the thread that did it
 */
record ExitNotice(String who, Throwable stack) {

    /**
     * @throws ProtocolException if a name is longer than a worker makes it, or the stack is none
     */
    static ExitNotice of(Message.Exiting exiting) throws ProtocolException {
        String thread = "thread \"" + name(exiting.thread()) + "\"";
        String task = "task " + exiting.taskId() + " (" + name(exiting.task()) + ")";
        String who;
        if (exiting.taskId() == 0) {
            who = "System.exit was called by " + thread + ", which no task is known to have started";
        } else if (exiting.itself()) {
            who = "System.exit was called by " + task + " on its own " + thread;
        } else {
            who = "System.exit was called by " + thread + ", which " + task + " had started";
        }
        try {
            return new ExitNotice(who, FailureCodec.describe(exiting.stack()));
        } catch (MalformedFailureException e) {
            throw new ProtocolException("Last words with a stack that is none: " + e.getMessage());
        }
    }

    private static String name(String said) throws ProtocolException {
        // What was cut says so, in some more characters.
        if (said.length() > 2 * Limits.EXIT_NAME) {
            throw new ProtocolException("Last words with a name of " + said.length() + " characters");
        }
        return OutputTail.printable(said);
    }
}
