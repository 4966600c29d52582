package io.asynccpu.benchmarks.row;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.jackson.JacksonCodec;
import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many small records there and back, beside what encoding and decoding them costs in one process. */
public final class Records extends Row {

    private static final String CODEC = "same codec, one process";

    public Records() {
        super("records_100k", "ms");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        List<SmallRecord> records = SmallRecord.some(rounds.scale().pick(100_000, 100_000, 100));
        ObjectCodec codec = new JacksonCodec(List.of());
        Type type = Tasks.class.getDeclaredMethod("echoRecords", List.class).getGenericReturnType();
        try (ProcessTaskPoolExecutor pool = Pools.warm("records")) {
            Rounds.Results results = rounds.alternate(List.of(
                    new Contender(CODEC, () -> inOneProcess(codec, type, records)),
                    new Contender(name(), () -> there(pool, records))));
            return List.of(Figure.compared(
                    name(), unit(), results.of(name()), CODEC, results.of(CODEC), Goal.ratioAtMost(1.3)));
        }
    }

    private static double there(ProcessTaskPoolExecutor pool, List<SmallRecord> records) {
        long start = System.nanoTime();
        List<SmallRecord> back =
                pool.createProcessTask(Tasks::echoRecords, records).join();
        return millis(start, records, back);
    }

    /** What both processes do together: arguments and result, each encoded and decoded. */
    private static double inOneProcess(ObjectCodec codec, Type type, List<SmallRecord> records) {
        List<Type> types = List.of(type);
        long start = System.nanoTime();
        Payload arguments = codec.encodeArguments("echo", types, new Object[] {records}, Integer.MAX_VALUE);
        Object[] decoded = codec.decodeArguments("echo", types, arguments);
        Payload result = codec.encodeResult("echo", type, decoded[0], Integer.MAX_VALUE);
        return millis(start, records, codec.decodeResult("echo", type, result));
    }

    private static double millis(long start, List<SmallRecord> sent, @Nullable Object back) {
        double millis = (System.nanoTime() - start) / 1e6;
        if (!sent.equals(back)) {
            throw new IllegalStateException("Other records have come back");
        }
        return millis;
    }
}
