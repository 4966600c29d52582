package io.asynccpu.benchmarks.micro;

import io.asynccpu.protocol.Message;
import io.asynccpu.protocol.ProtocolException;
import io.asynccpu.protocol.Wire;
import java.nio.ByteBuffer;
import java.util.Arrays;
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

    private final Message run = new Message.Run(
            4711, 1, 30_000_000_000L, "ReportService.render", null, "reportService#render", new byte[16]);
    private final Message succeeded = new Message.Succeeded(4711, 12_345, 678, new byte[8]);
    private final byte[] runFrame = afterLength(run);
    private final byte[] succeededFrame = afterLength(succeeded);

    private static byte[] afterLength(Message message) {
        byte[] frame = new byte[Wire.encode(message).remaining()];
        Wire.encode(message).get(frame);
        return Arrays.copyOfRange(frame, Wire.HEADER, frame.length);
    }

    @Benchmark
    public ByteBuffer encodeRun() {
        return Wire.encode(run);
    }

    @Benchmark
    public Message decodeRun() throws ProtocolException {
        return Wire.decode(runFrame);
    }

    @Benchmark
    public ByteBuffer encodeSucceeded() {
        return Wire.encode(succeeded);
    }

    @Benchmark
    public Message decodeSucceeded() throws ProtocolException {
        return Wire.decode(succeededFrame);
    }
}
