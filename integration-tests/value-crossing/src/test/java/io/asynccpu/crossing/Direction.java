package io.asynccpu.crossing;

import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.spi.TaskCall;
import java.util.List;

/** To a child or back. */
enum Direction {
    ARGUMENT {
        @Override
        Payload encode(ObjectCodec codec, Sample sample, Object value) {
            return codec.encodeArguments(CALL, List.of(sample.type()), new Object[] {value}, LIMIT);
        }

        @Override
        Object decode(ObjectCodec codec, Sample sample, Payload payload) {
            return codec.decodeArguments(CALL, List.of(sample.type()), payload)[0];
        }

        @Override
        TaskCall call(Sample sample) {
            return new TaskCall(CALL, name() + " " + sample, List.of(sample.type()), String.class);
        }
    },
    RESULT {
        @Override
        Payload encode(ObjectCodec codec, Sample sample, Object value) {
            return codec.encodeResult(CALL, sample.type(), value, LIMIT);
        }

        @Override
        Object decode(ObjectCodec codec, Sample sample, Payload payload) {
            return codec.decodeResult(CALL, sample.type(), payload);
        }

        @Override
        TaskCall call(Sample sample) {
            return new TaskCall(CALL, name() + " " + sample, List.of(), sample.type());
        }
    };

    static final String CALL = "Crossing.of";

    private static final long LIMIT = 64 << 20;

    abstract Payload encode(ObjectCodec codec, Sample sample, Object value);

    abstract Object decode(ObjectCodec codec, Sample sample, Payload payload);

    /** For a pool whose children have a {@link CrossingRuntime}. */
    abstract TaskCall call(Sample sample);
}
