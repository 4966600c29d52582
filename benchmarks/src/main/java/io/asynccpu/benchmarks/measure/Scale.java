package io.asynccpu.benchmarks.measure;

/** How much is measured. */
public enum Scale {
    /** For figures that are shown around. */
    FULL(9),
    /** All rows in less than five minutes. */
    QUICK(5),
    /** Only whether everything runs: the figures mean nothing. */
    SMOKE(1);

    private final int rounds;

    Scale(int rounds) {
        this.rounds = rounds;
    }

    /** How many rounds are measured unless something else is asked for. */
    public int rounds() {
        return rounds;
    }

    public int pick(int full, int quick, int smoke) {
        return switch (this) {
            case FULL -> full;
            case QUICK -> quick;
            case SMOKE -> smoke;
        };
    }
}
