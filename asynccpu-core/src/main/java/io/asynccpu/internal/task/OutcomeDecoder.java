package io.asynccpu.internal.task;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.codec.failure.ReceivedFailure;
import io.asynccpu.internal.protocol.Payload;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decodes results and failures of a pool's tasks from a child's bytes to objects of the application. Thread-safe. */
public final class OutcomeDecoder {

    private final ObjectCodec codec;
    private final ClassLoader loader;

    /**
     * @param loader of the application's classes
     */
    public OutcomeDecoder(ObjectCodec codec, ClassLoader loader) {
        this.codec = codec;
        this.loader = loader;
    }

    /**
     * The result, or {@link ObjectCodec#NOT_AT_ONCE} if it is to be read elsewhere.
     *
     * @throws io.asynccpu.api.TaskNotSerializableException if the bytes are no such result
     */
    @Nullable
    Object atOnce(CallSpec call, Payload coded) {
        return codec.decodeResultAtOnce(call.name(), call.resultType(), coded);
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
