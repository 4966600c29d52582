package io.asynccpu.internal.task;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.ReceivedFailure;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes the outcome that a child sent: at once where this is quick and runs no code of the application, else as a
 * {@link Reading} on a thread of its own. Thread-safe.
 */
public final class OutcomeReader {

    private final ObjectCodec codec;
    private final ClassLoader loader;
    private final Readings readings;

    /**
     * @param loader of the application's classes
     */
    public OutcomeReader(ObjectCodec codec, ClassLoader loader, Readings readings) {
        this.codec = codec;
        this.loader = loader;
        this.readings = readings;
    }

    void read(Message.TaskEnd end, CallSpec call, Assignment last, Reading.Recipient task) {
        if (end instanceof Message.Failed failed) {
            // Also if the task has another outcome: a worker whose bytes are no failure is found out.
            readElsewhere(failure(failed.failure()), last, task);
        } else if (end instanceof Message.Succeeded succeeded && !task.isOver()) {
            read(succeeded.result(), call, last, task);
        }
    }

    private void read(Payload coded, CallSpec call, Assignment last, Reading.Recipient task) {
        Object result;
        try {
            result = codec.decodeResultAtOnce(call.name(), call.resultType(), coded);
        } catch (RuntimeException e) {
            task.wasRead(null, e, coded.size());
            return;
        }
        if (result == ObjectCodec.NOT_AT_ONCE) {
            readElsewhere(result(call, coded), last, task);
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

    Reading.Source result(CallSpec call, Payload coded) {
        return new Reading.Source() {
            @Override
            public long bytes() {
                return coded.size();
            }

            @Override
            public @Nullable Object read() {
                return inApplication(() -> codec.decodeResult(call.name(), call.resultType(), coded));
            }

            @Override
            public Throwable unread(String why) {
                return new TaskNotSerializableException("The result of " + call.name() + " is not read: " + why, null);
            }
        };
    }

    /**
     * @throws io.asynccpu.internal.codec.failure.MalformedFailureException if the bytes are no failure
     */
    Reading.Source failure(byte[] coded) {
        ReceivedFailure told = FailureCodec.read(coded);
        return new Reading.Source() {
            @Override
            public long bytes() {
                return coded.length;
            }

            @Override
            public Object read() throws Throwable {
                throw inApplication(() -> told.rebuild(loader, codec));
            }

            @Override
            public Throwable unread(String why) {
                return told.plain();
            }
        };
    }

    /** Code of the application finds its classes by the thread's context class loader, which may be any on a callback thread. */
    private <T extends @Nullable Object> T inApplication(Supplier<T> reading) {
        Thread reader = Thread.currentThread();
        ClassLoader before = reader.getContextClassLoader();
        reader.setContextClassLoader(loader);
        try {
            return reading.get();
        } finally {
            reader.setContextClassLoader(before);
        }
    }
}
