package io.asynccpu.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.chaos.ChaosRound.Setup;
import io.asynccpu.chaos.Order.Kind;
import io.asynccpu.support.PoolTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract as a whole: good and bad tasks in random order under random kills, cancels and timeouts.
 *
 * <p>{@code -Dasynccpu.seed=42} repeats the choices of an earlier run, {@code -Dasynccpu.soak=PT10M} goes on for so long. Each
 * wait is bounded in {@link ChaosRound}.
 */
@Tag("chaos")
@PoolTest
class ChaosTests {

    private static final List<Setup> SETUPS =
            List.of(new Setup(1, 1, 0, 0), new Setup(2, 2, 300, 0), new Setup(1, 3, 200, 1), new Setup(2, 1, 0, 1));

    private static final Map<Kind, Integer> COUNTS = new EnumMap<>(Map.ofEntries(
            Map.entry(Kind.SQUARE, 1_403),
            Map.entry(Kind.SPIN, 400),
            Map.entry(Kind.ECHO, 250),
            Map.entry(Kind.THROW, 150),
            Map.entry(Kind.LONG_FAILURE, 20),
            Map.entry(Kind.CANCELLED, 300),
            Map.entry(Kind.HANG, 1),
            Map.entry(Kind.DEAF, 1),
            Map.entry(Kind.DEAF_CANCELLED, 3),
            Map.entry(Kind.EXIT, 2),
            Map.entry(Kind.HALT, 2),
            Map.entry(Kind.KILL_ITSELF, 2),
            Map.entry(Kind.HEAP, 1)));

    private static final int KILLS = 9;

    @TempDir
    private Path directory;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> deaths = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyFutureGetsWhatWasAskedOfItWhateverDies() throws Exception {
        long seed = Long.getLong("asynccpu.seed", System.nanoTime() & 0xffff_ffffL);
        Duration soak = Duration.parse(System.getProperty("asynccpu.soak", "PT0S"));
        System.out.println("Chaos with -Dasynccpu.seed=" + seed);
        Random random = new Random(seed);
        warmUp(random);
        TreeSet<String> before = Inventory.take();
        long start = System.nanoTime();
        int rounds = 0;
        do {
            for (Setup setup : SETUPS) {
                round(setup, random, "round-" + rounds++, COUNTS, KILLS);
            }
        } while (wrong.isEmpty() && System.nanoTime() - start < soak.toNanos());
        TreeSet<String> left = Inventory.take();
        left.removeAll(before);

        String summary = summary(seed, rounds, Duration.ofNanos(System.nanoTime() - start), left);
        System.out.println(summary);
        Path file = Path.of("target", "chaos-" + Runtime.version().feature() + "-" + seed + ".txt");
        Files.writeString(file, summary);
        assertThat(wrong).isEmpty();
        assertThat(left).as("left behind").isEmpty();
    }

    /** So that what the JVM opens once and keeps is there before the count. */
    private void warmUp(Random random) throws Exception {
        Map<Kind, Integer> few = new EnumMap<>(Map.of(Kind.SQUARE, 10, Kind.THROW, 1, Kind.CANCELLED, 1));
        round(new Setup(1, 1, 0, 0), random, "warm-up", few, 1);
    }

    private void round(Setup setup, Random random, String name, Map<Kind, Integer> counts, int kills) throws Exception {
        ChaosVerdict verdict = new ChaosRound(setup, random, directory.resolve(name)).run(counts, kills);
        verdict.wrong().forEach(fault -> wrong.add(name + " " + setup + ": " + fault));
        verdict.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
        verdict.deaths().forEach((cause, count) -> deaths.merge(cause, count, Integer::sum));
    }

    private String summary(long seed, int rounds, Duration took, Collection<String> left) {
        return "Chaos, seed " + seed + ", JDK " + Runtime.version() + ": " + sum(outcomes) + " tasks in " + rounds
                + " pools, " + sum(deaths) + " workers ended, " + took.toSeconds() + " s\ntasks by kind and outcome:\n"
                + table(outcomes) + "workers by cause of death:\n" + table(deaths) + "wrong outcomes: " + wrong.size()
                + "\nleft behind: " + left.size() + "\n";
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String table(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> String.format("  %6d  %s%n", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining());
    }
}
