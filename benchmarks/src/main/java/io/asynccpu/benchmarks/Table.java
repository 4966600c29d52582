package io.asynccpu.benchmarks;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Goal;
import io.asynccpu.benchmarks.measure.Numbers;
import io.asynccpu.benchmarks.measure.Spread;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures for people, a line each. */
final class Table {

    private Table() {}

    static String head() {
        return line("row", "unit", "median (min .. max)", "baseline", "ratio", "goal", "");
    }

    /** @param judged whether the figures mean anything */
    static String line(Figure figure, boolean judged) {
        Spread baseline = figure.baseline();
        Double ratio = figure.ratio();
        return line(
                figure.name(),
                figure.unit(),
                text(figure.value()),
                baseline == null ? "" : figure.baselineName() + ": " + text(baseline),
                ratio == null ? "" : Numbers.text(ratio) + " x",
                figure.goals().stream().map(Goal::text).collect(Collectors.joining(", ")),
                judged ? verdict(figure.isReached()) : "");
    }

    private static String line(String... cells) {
        return String.format(
                        Locale.ROOT,
                        "%-32s %-7s %-32s %-52s %9s  %-24s %s",
                        List.of(cells).toArray())
                .stripTrailing();
    }

    private static String text(Spread spread) {
        return Numbers.text(spread.median()) + " (" + Numbers.text(spread.min()) + " .. " + Numbers.text(spread.max())
                + ")";
    }

    private static String verdict(@Nullable Boolean reached) {
        return reached == null ? "" : reached ? "reached" : "MISSED";
    }
}
