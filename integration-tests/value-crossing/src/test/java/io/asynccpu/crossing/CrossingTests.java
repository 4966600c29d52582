package io.asynccpu.crossing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.support.PoolTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What crosses, crosses whole or not at all: each value of the corpus as an argument and as a result, with both codecs, in
 * this JVM and through a child. What becomes of it stands in {@code crossing.md}; {@code -Dasynccpu.crossing.write=true}
 * writes that anew.
 */
@Timeout(300)
@PoolTest
class CrossingTests {

    private static final Path EXPECTED = Path.of("src/test/resources/crossing.md");
    private static Table table;

    @BeforeAll
    static void fill() throws IOException {
        table = Table.fill(Corpus.all());
        List<String> lines = lines();
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/crossing.md"), lines, UTF_8);
        if (Boolean.getBoolean("asynccpu.crossing.write")) {
            Files.write(EXPECTED, lines, UTF_8);
        }
        Map<Outcome.Kind, Integer> counts = new TreeMap<>();
        table.rows().values().forEach(cells -> cells.forEach(cell -> counts.merge(cell.kind(), 1, Integer::sum)));
        System.out.println(table.rows().size() + " values, " + counts);
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(
                List.of("What becomes of values of all kinds on their way to a child and back. None may differ.", ""));
        lines.addAll(Table.HEAD);
        table.rows().forEach((sample, cells) -> lines.add(Table.line(sample, cells)));
        return lines;
    }

    @Test
    void nothingArrivesThatWasNotSent() {
        List<String> different = new ArrayList<>();
        table.rows().forEach((sample, cells) -> {
            if (cells.stream().anyMatch(cell -> cell.kind() == Outcome.Kind.DIFFERENT)) {
                different.add(Table.line(sample, cells));
            }
        });
        assertThat(different).as(String.join("\n", different)).isEmpty();
    }

    @Test
    void eachValueFaresAsTheTableSays() throws IOException {
        List<String> expected = Files.readAllLines(EXPECTED, UTF_8);
        List<String> others =
                lines().stream().filter(line -> !expected.contains(line)).toList();
        assertThat(others).as(String.join("\n", others)).isEmpty();
        assertThat(lines()).hasSameSizeAs(expected);
    }
}
