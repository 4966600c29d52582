package io.asynccpu.benchmarks.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param baseline what it is compared to; null if it stands alone
 * @param ratio value by baseline, or the other way round where the row says "so many times lower"
 */
public record Figure(
        String name,
        String unit,
        Spread value,
        @Nullable String baselineName,
        @Nullable Spread baseline,
        @Nullable Double ratio,
        List<Goal> goals) {

    public Figure {
        goals = List.copyOf(goals);
    }

    /** A figure that stands alone. */
    public static Figure alone(String name, String unit, Spread value, Goal... goals) {
        return new Figure(name, unit, value, null, null, null, List.of(goals));
    }

    /** A figure whose ratio is value by baseline. */
    public static Figure compared(
            String name, String unit, Spread value, String baselineName, Spread baseline, Goal... goals) {
        double ratio = value.median() / baseline.median();
        return new Figure(name, unit, value, baselineName, baseline, ratio, List.of(goals));
    }

    /** A figure whose ratio says how many times lower than the baseline it is. */
    public static Figure timesLower(
            String name, String unit, Spread value, String baselineName, Spread baseline, Goal... goals) {
        double ratio = baseline.median() / value.median();
        return new Figure(name, unit, value, baselineName, baseline, ratio, List.of(goals));
    }

    /** Null if there is no goal, or none that can be judged. */
    public @Nullable Boolean isReached() {
        Boolean reached = null;
        for (Goal goal : goals) {
            Boolean one = goal.isReached(value.median(), ratio);
            if (one != null) {
                reached = one && !Boolean.FALSE.equals(reached);
            }
        }
        return reached;
    }
}
