package io.asynccpu.benchmarks.row;

import io.asynccpu.benchmarks.measure.Figure;
import io.asynccpu.benchmarks.measure.Rounds;
import java.util.List;

/** A row of the table. It starts what it needs and leaves nothing behind. */
public interface Row {

    /** As it is called on the command line, in the table and in the JSON. */
    String name();

    /** Of its first figure, such as {@code us}. */
    String unit();

    /** The first figure has the row's name, further ones begin with it. */
    List<Figure> measure(Rounds rounds) throws Exception;
}
