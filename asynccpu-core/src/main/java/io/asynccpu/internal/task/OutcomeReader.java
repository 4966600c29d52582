package io.asynccpu.internal.task;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;

/**
 * Deserializes the outcome that a child sent: at once where this is quick and runs no code of the application, else as a
 * {@link Reading} on a thread of its own. Thread-safe.
 */
public final class OutcomeReader {

    private final OutcomeDecoder decoder;
    private final Readings readings;

    public OutcomeReader(OutcomeDecoder decoder, Readings readings) {
        this.decoder = decoder;
        this.readings = readings;
    }

    void read(Message.TaskEnd end, CallSpec call, Assignment last, Reading.Recipient task) {
        if (end instanceof Message.Succeeded success) {
            readResult(success.result(), call, last, task);
        } else if (end instanceof Message.Failed failure) {
            readElsewhere(decoder.failure(failure.failure()), last, task);
        }
    }

    private void readResult(Payload coded, CallSpec call, Assignment last, Reading.Recipient task) {
        if (task.isOver()) {
            return;
        }
        Object result;
        try {
            result = decoder.atOnce(call, coded);
        } catch (RuntimeException e) {
            task.wasRead(null, e, coded.size());
            return;
        }
        if (result == ObjectCodec.NOT_AT_ONCE) {
            readElsewhere(decoder.result(call, coded), last, task);
        } else {
            task.wasRead(result, null, coded.size());
        }
    }

    /** Within the task's time. */
    private void readElsewhere(Reading.Source source, Assignment last, Reading.Recipient task) {
        if (!task.isOver()) {
            readings.start(task, source, last.holdOutcome(source.bytes()), last.timeLeftNanos());
        }
    }

    /** The task has another outcome. */
    void leave(Reading.Recipient task) {
        readings.leave(task);
    }
}
