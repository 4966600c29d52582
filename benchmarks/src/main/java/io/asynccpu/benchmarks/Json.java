package io.asynccpu.benchmarks;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Spread;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The figures for programs: medians only. */
final class Json {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Json() {}

    /** One object; what a figure does not have is null. */
    private record Line(
            String name,
            double value,
            String unit,
            @Nullable Double baseline,
            @Nullable String baselineName,
            @Nullable Double ratio) {

        static Line of(Figure figure) {
            Spread baseline = figure.baseline();
            return new Line(
                    figure.name(),
                    figure.value().median(),
                    figure.unit(),
                    baseline == null ? null : baseline.median(),
                    figure.baselineName(),
                    figure.ratio());
        }
    }

    static void write(List<Figure> figures, Path file) {
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(file, figures.stream().map(Line::of).toList());
    }
}
