package io.asynccpu.internal.codec.jackson;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.function.Consumer;

/** The shapes of JDBC's dates and times, whose module may be missing. */
final class SqlShapes {

    private SqlShapes() {}

    static void addTo(Consumer<Shape> all) {
        all.accept(ScalarShape.mutable(
                Date.class, (v, out) -> out.out().writeNumber(v.getTime()), in -> new Date(in.longInteger())));
        all.accept(ScalarShape.mutable(
                Time.class, (v, out) -> out.out().writeNumber(v.getTime()), in -> new Time(in.longInteger())));
        all.accept(ScalarShape.mutable(
                Timestamp.class,
                (v, out) -> {
                    out.out().writeNumber(v.getTime());
                    out.out().writeNumber(v.getNanos());
                },
                in -> {
                    Timestamp value = new Timestamp(in.longInteger());
                    value.setNanos(in.integer());
                    return value;
                }));
    }
}
