package io.asynccpu.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.TaskCodec;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Thorough;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Graphs of objects that nobody has thought of: none arrives that was not sent. {@code -Dasynccpu.seed=42} repeats those of
 * a run.
 */
@Thorough(brief = Integer.MAX_VALUE)
@Timeout(300)
@PoolTest
class RandomCrossingTests {

    private static final long SEED = Long.getLong("asynccpu.seed", System.nanoTime() % 1_000_000);
    private static final int IN_PROCESS = Thorough.Extent.of(2_000);
    private static final int THROUGH_CHILDREN = Thorough.Extent.of(300);

    @ParameterizedTest
    @EnumSource
    void nothingArrivesThatWasNotSent(TaskCodec codec) {
        InProcess inProcess = codec == TaskCodec.JACKSON ? InProcess.jackson() : InProcess.java();
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        List<String> different = new ArrayList<>();
        for (Sample sample : samples(IN_PROCESS)) {
            for (Direction direction : Direction.values()) {
                count(sample, direction, inProcess.send(sample, direction), counts, different);
            }
        }
        report(codec + " in process", counts, different);
    }

    @ParameterizedTest
    @EnumSource
    void norThroughAChild(TaskCodec codec) {
        InProcess inProcess = codec == TaskCodec.JACKSON ? InProcess.jackson() : InProcess.java();
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        List<String> different = new ArrayList<>();
        try (ThroughChildren children = new ThroughChildren(codec)) {
            for (Direction direction : Direction.values()) {
                List<Sample> crossing = samples(THROUGH_CHILDREN).stream()
                        .filter(sample -> inProcess.send(sample, direction).kind() != Outcome.Kind.REFUSED)
                        .toList();
                children.send(
                        crossing, direction, (sample, outcome) -> count(sample, direction, outcome, counts, different));
            }
        }
        report(codec + " through a child", counts, different);
    }

    private static List<Sample> samples(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> RandomGraph.sample(SEED * 1_000_000 + i))
                .toList();
    }

    private static void count(
            Sample sample,
            Direction direction,
            Outcome outcome,
            Map<Outcome.Kind, Integer> counts,
            List<String> different) {
        counts.merge(outcome.kind(), 1, Integer::sum);
        if (outcome.kind() == Outcome.Kind.DIFFERENT) {
            different.add(
                    sample + " as " + direction + " of type " + sample.type().getTypeName() + ": " + outcome);
        }
    }

    /** Enough of them must cross that their crossing says something. */
    private static void report(String how, Map<Outcome.Kind, Integer> counts, List<String> different) {
        System.out.println("Random graphs, " + how + ", -Dasynccpu.seed=" + SEED + ": " + counts);
        List<String> shown = different.subList(0, Math.min(20, different.size()));
        assertThat(shown).as(String.join("\n", shown)).isEmpty();
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(counts.getOrDefault(Outcome.Kind.SAME, 0)).isGreaterThan(all / 5);
    }
}
