package io.asynccpu.benchmarks.measure;

import org.jspecify.annotations.Nullable;

/** What a figure has to reach. */
public sealed interface Goal {

    /** Whether it is reached; null if that cannot be said because there is no baseline. */
    @Nullable
    Boolean isReached(double value, @Nullable Double ratio);

    /** For people. */
    String text();

    static Goal valueAtMost(double limit) {
        return new OfValue(false, limit);
    }

    static Goal valueAtLeast(double limit) {
        return new OfValue(true, limit);
    }

    static Goal ratioAtMost(double limit) {
        return new OfRatio(false, limit);
    }

    static Goal ratioAtLeast(double limit) {
        return new OfRatio(true, limit);
    }

    /** The value itself is bounded. */
    record OfValue(boolean atLeast, double limit) implements Goal {

        @Override
        public Boolean isReached(double value, @Nullable Double ratio) {
            return atLeast ? value >= limit : value <= limit;
        }

        @Override
        public String text() {
            return (atLeast ? ">= " : "<= ") + Numbers.text(limit);
        }
    }

    /** The quotient with the baseline is bounded. */
    record OfRatio(boolean atLeast, double limit) implements Goal {

        @Override
        public @Nullable Boolean isReached(double value, @Nullable Double ratio) {
            if (ratio == null) {
                return null;
            }
            return atLeast ? ratio >= limit : ratio <= limit;
        }

        @Override
        public String text() {
            return (atLeast ? ">= " : "<= ") + Numbers.text(limit) + " x";
        }
    }
}
