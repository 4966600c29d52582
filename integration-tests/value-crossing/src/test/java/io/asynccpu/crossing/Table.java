package io.asynccpu.crossing;

import io.asynccpu.api.TaskCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row for each sample, a column for each codec and direction. */
final class Table {

    static final List<String> HEAD = List.of(
            "| kind | value | argument, jackson | result, jackson | argument, java | result, java |",
            "|---|---|---|---|---|---|");

    private final Map<Sample, List<Outcome>> rows = new LinkedHashMap<>();

    private Table(List<Sample> samples) {
        samples.forEach(sample -> rows.put(sample, new ArrayList<>()));
    }

    static Table fill(List<Sample> samples) {
        Table table = new Table(samples);
        table.addColumns(InProcess.jackson(), TaskCodec.JACKSON);
        table.addColumns(InProcess.java(), TaskCodec.JAVA);
        return table;
    }

    private void addColumns(InProcess inProcess, TaskCodec codec) {
        try (ThroughChildren children = new ThroughChildren(codec)) {
            for (Direction direction : Direction.values()) {
                Map<Sample, Outcome> column = new LinkedHashMap<>();
                rows.keySet().forEach(sample -> column.put(sample, inProcess.send(sample, direction)));
                List<Sample> crossing = rows.keySet().stream()
                        .filter(sample ->
                                sample.withModules() && column.get(sample).kind() != Outcome.Kind.REFUSED)
                        .toList();
                children.send(crossing, direction, (sample, outcome) -> column.merge(sample, outcome, Table::worse));
                rows.forEach((sample, cells) -> cells.add(column.get(sample)));
            }
        }
    }

    /** Of a value in this JVM and through a child: usually the same. */
    private static Outcome worse(Outcome here, Outcome throughChild) {
        return throughChild.kind().compareTo(here.kind()) > 0
                ? new Outcome(throughChild.kind(), "through a child: " + throughChild.detail())
                : here;
    }

    Map<Sample, List<Outcome>> rows() {
        return rows;
    }

    static String line(Sample sample, List<Outcome> cells) {
        return "| " + sample.kind() + " | " + sample.name().replace("|", "/") + " | "
                + String.join(" | ", cells.stream().map(Outcome::toString).toList()) + " |";
    }
}
