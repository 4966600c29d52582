package io.asynccpu.benchmarks.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one place that decides how often and in which order contenders run: all of them in each round, every second round
 * backwards, so that whatever disturbs the machine disturbs them alike. The first rounds are warm-up and do not count.
 */
public final class Rounds {

    private final Scale scale;
    private final int count;

    public Rounds(Scale scale, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one round is needed, not " + count);
        }
        this.scale = scale;
        this.count = count;
    }

    public Scale scale() {
        return scale;
    }

    /** For rows whose rounds take seconds each: fewer of them. */
    public Rounds atMost(int most) {
        return new Rounds(scale, Math.min(count, most));
    }

    /** Runs the contenders in turn. */
    public Results alternate(List<Contender> contenders) throws Exception {
        return alternate(scale.pick(3, 2, 0), contenders);
    }

    /** As {@link #alternate(List)}, for what is cold each time or warms itself up. */
    public Results alternateCold(List<Contender> contenders) throws Exception {
        return alternate(0, contenders);
    }

    private Results alternate(int warmUps, List<Contender> contenders) throws Exception {
        Map<String, double[]> figures = new HashMap<>();
        for (int round = -warmUps; round < count; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                boolean backwards = round % 2 != 0;
                Contender contender = contenders.get(backwards ? contenders.size() - 1 - i : i);
                double figure = contender.trial().run();
                if (round >= 0) {
                    figures.computeIfAbsent(contender.name(), name -> new double[count])[round] = figure;
                }
            }
        }
        return new Results(figures);
    }

    /** What each contender has reached. */
    public static final class Results {

        private final Map<String, double[]> figures;

        private Results(Map<String, double[]> figures) {
            this.figures = figures;
        }

        public Spread of(String contender) {
            double[] found = figures.get(contender);
            if (found == null) {
                throw new IllegalArgumentException("Nothing of this name was measured: " + contender);
            }
            return Spread.of(found);
        }
    }
}
