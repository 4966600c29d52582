package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Contender;
import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Rounds;
import io.asynccpu.benchmarks.raw.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Heap that a waiting no-op takes, and whether a long queue is as fast for each task as one a tenth as long. */
public final class QueuedBytes extends Row {

    private static final String TIME = "queued_bytes_time";
    private static final String TENTH = "a tenth of the tasks";

    public QueuedBytes() {
        super("queued_bytes", "bytes");
    }

    @Override
    public List<Figure> measure(Rounds rounds) throws Exception {
        int tasks = rounds.scale().pick(1_000_000, 1_000_000, 1_000);
        Rounds.Results results = rounds.atMost(rounds.scale().pick(3, 1, 1))
                .alternateCold(List.of(new Contender(List.of(name(), TIME, TENTH), () -> fill(tasks))));
        return List.of(
                Figure.alone(name(), unit(), results.of(name()), Goal.valueAtMost(300)),
                Figure.compared(TIME, "ns", results.of(TIME), TENTH, results.of(TENTH), Goal.ratioAtMost(1.5)));
    }

    /**
     * In a JVM of its own, whose heap nobody else uses; {@link FullQueue} says all three. Its young generation is so small that
     * the collector has its share in the shorter queue, too, and a full collection leaves no garbage in place.
     */
    private static double[] fill(int tasks) throws IOException, InterruptedException {
        Process process = JavaProcess.start(
                List.of("-Xmx4g", "-Xms4g", "-Xmn64m", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1"),
                FullQueue.class,
                Integer.toString(tasks));
        String[] words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .trim()
                .split(" ", -1);
        if (process.waitFor() != 0 || words.length != 3) {
            throw new IOException("The process with the full queue has failed; its errors stand above");
        }
        return Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
    }
}
