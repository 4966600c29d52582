package io.asynccpu.benchmarks.row;

import java.util.List;
import java.util.stream.IntStream;

/** As an application might have many of. */
public record SmallRecord(long id, String name, double price, boolean active) {

    static List<SmallRecord> some(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SmallRecord(i, "record " + i, i * 0.25, i % 3 == 0))
                .toList();
    }
}
