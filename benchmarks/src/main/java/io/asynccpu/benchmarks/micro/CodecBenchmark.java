package io.asynccpu.benchmarks.micro;

import io.asynccpu.api.TaskFunction1;
import io.asynccpu.benchmarks.row.SmallRecord;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.function.FunctionCodec;
import io.asynccpu.internal.codec.function.FunctionSignature;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.protocol.Payload;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Values and functions as bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final String CALL = "benchmark";
    private static final List<Type> INT = List.of(int.class);
    private static final List<Type> RECORD = List.of(SmallRecord.class);

    private final ObjectCodec codec = new JacksonCodec(List.of());
    private final TaskFunction1<Integer, Integer> function = Math::abs;
    private final byte[] functionBytes = FunctionCodec.encode(function);
    private final Object[] number = {42};
    private final Object[] value = {new SmallRecord(42, "forty-two", 42.5, true)};
    private final Payload numberBytes = codec.encodeArguments(CALL, INT, number, Integer.MAX_VALUE);
    private final Payload recordBytes = codec.encodeArguments(CALL, RECORD, value, Integer.MAX_VALUE);

    @Benchmark
    public Payload encodeInt() {
        return codec.encodeArguments(CALL, INT, number, Integer.MAX_VALUE);
    }

    @Benchmark
    public @Nullable Object[] decodeInt() {
        return codec.decodeArguments(CALL, INT, numberBytes);
    }

    @Benchmark
    public Payload encodeRecord() {
        return codec.encodeArguments(CALL, RECORD, value, Integer.MAX_VALUE);
    }

    @Benchmark
    public @Nullable Object[] decodeRecord() {
        return codec.decodeArguments(CALL, RECORD, recordBytes);
    }

    @Benchmark
    public FunctionSignature describeFunction() {
        return FunctionCodec.describe(function);
    }

    @Benchmark
    public byte[] encodeFunction() {
        return FunctionCodec.encode(function);
    }

    @Benchmark
    public Serializable decodeFunction() {
        return FunctionCodec.decode(functionBytes, CodecBenchmark.class.getClassLoader());
    }
}
