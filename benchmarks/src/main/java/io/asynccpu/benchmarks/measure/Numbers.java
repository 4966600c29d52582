package io.asynccpu.benchmarks.measure;

import java.util.Locale;

/** How numbers are written: three digits that count, thousands apart. */
public final class Numbers {

    private Numbers() {}

    public static String text(double number) {
        double size = Math.abs(number);
        String format = number == Math.rint(number) || size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, number);
    }
}
