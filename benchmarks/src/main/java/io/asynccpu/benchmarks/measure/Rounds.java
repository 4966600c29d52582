package io.asynccpu.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The one place that decides how often and in which order contenders run: all of them in each round, every second round
 * backwards, so that whatever disturbs the machine disturbs them alike. The first rounds are warm-up and do not count.
 *
 * <p>What is slow gets fewer rounds: a third of the budget goes to warm-up at most, and when it is used up, three rounds are
 * enough. One round to warm up and three that count there are in any case.
 */
public final class Rounds {

    private static final int ENOUGH = 3;

    private final Scale scale;
    private final int count;
    private final Duration budget;
    private final LongSupplier nanoTime;

    /** @param budget how long all rounds may take before there are fewer */
    public Rounds(Scale scale, int count, Duration budget) {
        this(scale, count, budget, System::nanoTime);
    }

    Rounds(Scale scale, int count, Duration budget, LongSupplier nanoTime) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one round is needed, not " + count);
        }
        this.scale = scale;
        this.count = count;
        this.budget = budget;
        this.nanoTime = nanoTime;
    }

    public Scale scale() {
        return scale;
    }

    /** For rows whose rounds take seconds each: fewer of them. */
    public Rounds atMost(int most) {
        return new Rounds(scale, Math.min(count, most), budget, nanoTime);
    }

    /** Runs the contenders in turn. */
    public Results alternate(List<Contender> contenders) throws Exception {
        return alternate(scale.warmUps(), contenders);
    }

    /** As {@link #alternate(List)}, for what is cold each time or warms itself up. */
    public Results alternateCold(List<Contender> contenders) throws Exception {
        return alternate(0, contenders);
    }

    private Results alternate(int warmUps, List<Contender> contenders) throws Exception {
        long start = nanoTime.getAsLong();
        for (int round = 0; round < warmUps && !(round > 0 && isSpent(start, 3)); round++) {
            runAll(round, contenders, new Results());
        }
        Results results = new Results();
        for (int round = 0; round < count && !(round >= ENOUGH && isSpent(start, 1)); round++) {
            runAll(round, contenders, results);
        }
        return results;
    }

    private boolean isSpent(long start, int parts) {
        return nanoTime.getAsLong() - start >= budget.toNanos() / parts;
    }

    private static void runAll(int round, List<Contender> contenders, Results results) throws Exception {
        boolean backwards = round % 2 != 0;
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(backwards ? contenders.size() - 1 - i : i);
            results.add(contender.names(), contender.trial().run());
        }
    }

    /** What the contenders have reached. */
    public static final class Results {

        private final Map<String, List<Double>> figures = new HashMap<>();

        private Results() {}

        private void add(List<String> names, double[] measured) {
            for (int i = 0; i < measured.length; i++) {
                figures.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(measured[i]);
            }
        }

        public Spread of(String name) {
            List<Double> found = figures.get(name);
            if (found == null) {
                throw new IllegalArgumentException("Nothing of this name was measured: " + name);
            }
            return Spread.of(found.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
