package io.asynccpu.benchmarks.measure;

import java.util.Locale;

/** How numbers are written: two or three digits that count, thousands apart. */
public final class Numbers {

    private Numbers() {}

    public static String text(double number) {
        double size = Math.abs(number);
        String format;
        if (number == Math.rint(number) || size >= 100) {
            format = "%,.0f";
        } else if (size >= 10) {
            format = "%.1f";
        } else {
            format = size >= 0.1 ? "%.2f" : "%.2g";
        }
        return String.format(Locale.ROOT, format, number);
    }
}
