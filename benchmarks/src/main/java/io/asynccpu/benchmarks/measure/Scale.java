package io.asynccpu.benchmarks.measure;

import java.time.Duration;

/** How much is measured. */
public enum Scale {
    /** For figures that are shown around. */
    FULL(9, 10, Duration.ofSeconds(90), Duration.ofMinutes(10)),
    /** All rows in less than five minutes. */
    QUICK(5, 5, Duration.ofSeconds(15), Duration.ofMinutes(2)),
    /** Only whether everything runs: the figures mean nothing. */
    SMOKE(1, 0, Duration.ZERO, Duration.ofSeconds(60));

    private final int rounds;
    private final int warmUps;
    private final Duration budget;
    private final Duration limit;

    Scale(int rounds, int warmUps, Duration budget, Duration limit) {
        this.rounds = rounds;
        this.warmUps = warmUps;
        this.budget = budget;
        this.limit = limit;
    }

    /** How many rounds are measured unless something else is asked for. */
    public int rounds() {
        return rounds;
    }

    /** How many rounds go before those that count. */
    public int warmUps() {
        return warmUps;
    }

    /** How long all rounds of a row may take, unless their number is asked for; see {@link Rounds}. */
    public Duration budget() {
        return budget;
    }

    /** After which a row that measures so many rounds has failed. */
    public Duration limit(int measured) {
        return limit.multipliedBy(Math.max(1, (measured + rounds - 1) / rounds));
    }

    public int pick(int full, int quick, int smoke) {
        return switch (this) {
            case FULL -> full;
            case QUICK -> quick;
            case SMOKE -> smoke;
        };
    }
}
