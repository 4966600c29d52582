package io.asynccpu.benchmarks.micro;

import io.asynccpu.internal.protocol.Frame;
import io.asynccpu.internal.protocol.Message;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.internal.protocol.ProtocolException;
import io.asynccpu.internal.protocol.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two messages of a small task, as frames. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBenchmark {

    private final Message run = new Message.Run(4711, 1, 30_000_000_000L, 12, null, Map.of(), Payload.of(new byte[16]));
    private final Message succeeded = new Message.Succeeded(4711, 23_456, 12_345, 678, Payload.of(new byte[8]));
    private final byte[] runFrame = afterLength(run);
    private final byte[] succeededFrame = afterLength(succeeded);

    private static byte[] afterLength(Message message) {
        ByteBuffer whole = Wire.encode(message).head();
        byte[] frame = new byte[whole.remaining() - Wire.HEADER];
        whole.get(Wire.HEADER, frame);
        return frame;
    }

    @Benchmark
    public Frame encodeRun() {
        return Wire.encode(run);
    }

    @Benchmark
    public Message decodeRun() throws ProtocolException {
        return Wire.decode(runFrame, List.of());
    }

    @Benchmark
    public Frame encodeSucceeded() {
        return Wire.encode(succeeded);
    }

    @Benchmark
    public Message decodeSucceeded() throws ProtocolException {
        return Wire.decode(succeededFrame, List.of());
    }
}
