package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.UncrossableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.BitSet;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The shapes of numbers and of JDK classes that consist of a few numbers. */
final class NumberShapes {

    private NumberShapes() {}

    static void addTo(Consumer<Shape> all) {
        all.accept(ScalarShape.of(Boolean.class, (v, out) -> out.out().writeBoolean(v), GraphReader::bool));
        all.accept(ScalarShape.of(Byte.class, (v, out) -> out.out().writeNumber(v), in -> (byte) in.integer()));
        all.accept(ScalarShape.of(Short.class, (v, out) -> out.out().writeNumber(v), in -> (short) in.integer()));
        all.accept(
                ScalarShape.of(Character.class, (v, out) -> out.out().writeNumber((int) v), in -> (char) in.integer()));
        all.accept(ScalarShape.of(Integer.class, (v, out) -> out.out().writeNumber(v), GraphReader::integer));
        all.accept(ScalarShape.of(Long.class, (v, out) -> out.out().writeNumber(v), GraphReader::longInteger));
        all.accept(ScalarShape.of(Float.class, (v, out) -> out.out().writeNumber(v), GraphReader::float32));
        all.accept(ScalarShape.of(Double.class, (v, out) -> out.out().writeNumber(v), GraphReader::float64));
        all.accept(ScalarShape.of(BigInteger.class, NumberShapes::write, NumberShapes::readInteger));
        all.accept(ScalarShape.of(
                BigDecimal.class,
                (v, out) -> {
                    out.out().writeNumber(v.scale());
                    write(v.unscaledValue(), out);
                },
                in -> {
                    int scale = in.integer();
                    return new BigDecimal(readInteger(in), scale);
                }));
        all.accept(ScalarShape.of(
                MathContext.class, (v, out) -> out.string(v.toString()), in -> new MathContext(in.string())));
        all.accept(ScalarShape.of(
                UUID.class,
                (v, out) -> {
                    out.out().writeNumber(v.getMostSignificantBits());
                    out.out().writeNumber(v.getLeastSignificantBits());
                },
                in -> new UUID(in.longInteger(), in.longInteger())));
        addOptionals(all);
        addMutable(all);
    }

    private static void addOptionals(Consumer<Shape> all) {
        all.accept(ScalarShape.of(
                OptionalInt.class,
                (v, out) -> {
                    out.out().writeBoolean(v.isPresent());
                    if (v.isPresent()) {
                        out.out().writeNumber(v.getAsInt());
                    }
                },
                in -> in.bool() ? OptionalInt.of(in.integer()) : OptionalInt.empty()));
        all.accept(ScalarShape.of(
                OptionalLong.class,
                (v, out) -> {
                    out.out().writeBoolean(v.isPresent());
                    if (v.isPresent()) {
                        out.out().writeNumber(v.getAsLong());
                    }
                },
                in -> in.bool() ? OptionalLong.of(in.longInteger()) : OptionalLong.empty()));
        all.accept(ScalarShape.of(
                OptionalDouble.class,
                (v, out) -> {
                    out.out().writeBoolean(v.isPresent());
                    if (v.isPresent()) {
                        out.out().writeNumber(v.getAsDouble());
                    }
                },
                in -> in.bool() ? OptionalDouble.of(in.float64()) : OptionalDouble.empty()));
    }

    private static void addMutable(Consumer<Shape> all) {
        all.accept(ScalarShape.mutable(
                AtomicInteger.class,
                (v, out) -> out.out().writeNumber(v.get()),
                in -> new AtomicInteger(in.integer())));
        all.accept(ScalarShape.mutable(
                AtomicLong.class, (v, out) -> out.out().writeNumber(v.get()), in -> new AtomicLong(in.longInteger())));
        all.accept(ScalarShape.mutable(
                AtomicBoolean.class, (v, out) -> out.out().writeBoolean(v.get()), in -> new AtomicBoolean(in.bool())));
        all.accept(ScalarShape.mutable(
                BitSet.class, (v, out) -> out.out().writeBinary(v.toByteArray()), in -> BitSet.valueOf(in.binary())));
        all.accept(ScalarShape.mutable(
                IntSummaryStatistics.class,
                (v, out) -> {
                    out.out().writeNumber(v.getCount());
                    out.out().writeNumber(v.getMin());
                    out.out().writeNumber(v.getMax());
                    out.out().writeNumber(v.getSum());
                },
                in -> new IntSummaryStatistics(in.longInteger(), in.integer(), in.integer(), in.longInteger())));
        all.accept(ScalarShape.mutable(
                LongSummaryStatistics.class,
                (v, out) -> {
                    out.out().writeNumber(v.getCount());
                    out.out().writeNumber(v.getMin());
                    out.out().writeNumber(v.getMax());
                    out.out().writeNumber(v.getSum());
                },
                in -> new LongSummaryStatistics(
                        in.longInteger(), in.longInteger(), in.longInteger(), in.longInteger())));
    }

    /** Written as a long if it fits, so that small values take few bytes. */
    private static void write(BigInteger value, GraphWriter out) {
        if (value.bitLength() < Long.SIZE) {
            out.out().writeBoolean(true);
            out.out().writeNumber(value.longValue());
        } else {
            out.out().writeBoolean(false);
            out.out().writeBinary(value.toByteArray());
        }
    }

    private static BigInteger readInteger(GraphReader in) throws UncrossableException {
        return in.bool() ? BigInteger.valueOf(in.longInteger()) : new BigInteger(in.binary());
    }
}
