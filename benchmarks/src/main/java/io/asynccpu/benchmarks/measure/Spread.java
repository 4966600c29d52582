package io.asynccpu.benchmarks.measure;

import java.util.Arrays;

/** What several rounds gave. */
public record Spread(double median, double min, double max) {

    public static Spread of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("A spread needs at least one figure");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Spread(quantile(sorted, 0.5), sorted[0], sorted[sorted.length - 1]);
    }

    /** The latency below which half of them are, in their unit. */
    public static double p50(long[] latencies) {
        return percentile(latencies, 0.50);
    }

    /** The latency below which 99 of 100 are, in their unit. */
    public static double p99(long[] latencies) {
        return percentile(latencies, 0.99);
    }

    private static double percentile(long[] values, double fraction) {
        double[] sorted = Arrays.stream(values).asDoubleStream().sorted().toArray();
        return quantile(sorted, fraction);
    }

    /** Between two neighbors it is interpolated; so the median of an even number is the mean of the middle two. */
    private static double quantile(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
