package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.List;

/** A row of the table. It starts what it needs and leaves nothing behind. */
public abstract class Row {

    private final String name;
    private final String unit;

    /**
     * @param name as the row is called on the command line, in the table and in the JSON
     * @param unit of its first figure, such as {@code us}
     */
    protected Row(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    public final String name() {
        return name;
    }

    protected final String unit() {
        return unit;
    }

    /** The first figure has the row's name, further ones begin with it. */
    public abstract List<Figure> measure(Rounds rounds) throws Exception;
}
