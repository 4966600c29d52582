package io.asynccpu.crossing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Numbers, small and large, plain and wrapped. */
final class NumberValues {

    private NumberValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("number");
        primitives(samples);
        floats(samples);
        big(samples);
        counters(samples);
        return samples.list();
    }

    private static void primitives(Samples samples) {
        samples.add("int", int.class, () -> Integer.MIN_VALUE)
                .everywhere("Integer", Integer.class, () -> 7)
                .everywhere("Long that an int could hold", Long.class, () -> 7L)
                .everywhere("Long.MIN_VALUE", Long.class, () -> Long.MIN_VALUE)
                .everywhere("Short", Short.class, () -> Short.MIN_VALUE)
                .everywhere("Byte", Byte.class, () -> Byte.MIN_VALUE)
                .everywhere("Character", Character.class, () -> 'x')
                .everywhere("Character, half a pair", Character.class, () -> '\uD83D')
                .everywhere("Character, zero", Character.class, () -> '\0')
                .everywhere("Boolean", Boolean.class, () -> true)
                .add("Number that is a Long", Number.class, () -> 7L)
                .add("Number that is a Short", Number.class, () -> (short) 7)
                .add("Number that is a BigDecimal", Number.class, () -> new BigDecimal("7.00"))
                .add("Comparable that is a Byte", new TypeOf<Comparable<?>>() {}, () -> (byte) 7)
                .add("Serializable that is a Float", java.io.Serializable.class, () -> 7f);
    }

    private static void floats(Samples samples) {
        samples.everywhere("Double.NaN", Double.class, () -> Double.NaN)
                .everywhere("NaN of other bits", Double.class, () -> Double.longBitsToDouble(0x7ff8_0000_0000_beefL))
                .everywhere("-0.0", Double.class, () -> -0.0)
                .everywhere("Double.NEGATIVE_INFINITY", Double.class, () -> Double.NEGATIVE_INFINITY)
                .everywhere("Double.MIN_VALUE", Double.class, () -> Double.MIN_VALUE)
                .everywhere("Double that is whole", Double.class, () -> 1e15)
                .everywhere("Float.NaN", Float.class, () -> Float.NaN)
                .everywhere("Float NaN of other bits", Float.class, () -> Float.intBitsToFloat(0x7fc0_beef))
                .everywhere("-0.0f", Float.class, () -> -0.0f)
                .everywhere("Float 0.1", Float.class, () -> 0.1f)
                .add(
                        "keys 0.0 and -0.0",
                        new TypeOf<Map<Double, String>>() {},
                        () -> new TreeMap<>(Map.of(0.0, "plus", -0.0, "minus")));
    }

    private static void big(Samples samples) {
        samples.everywhere("BigInteger", BigInteger.class, () -> BigInteger.TWO
                        .pow(200)
                        .negate())
                .everywhere("BigInteger that a long could hold", BigInteger.class, () -> BigInteger.ONE)
                .everywhere("BigDecimal with zeros", BigDecimal.class, () -> new BigDecimal("1.5000"))
                .everywhere("BigDecimal with a negative scale", BigDecimal.class, () -> new BigDecimal("1E+10"))
                .everywhere("BigDecimal 0E-20", BigDecimal.class, () -> new BigDecimal("0E-20"))
                .add(
                        "BigDecimal of a long scale",
                        BigDecimal.class,
                        () -> new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE))
                .add(
                        "BigDecimals",
                        new TypeOf<List<BigDecimal>>() {},
                        () -> List.of(new BigDecimal("100"), new BigDecimal("1E+2"), new BigDecimal("1E-400")))
                .add("a BigDecimal of one's own class", BigDecimal.class, () -> new Money("1.20", "EUR"))
                .everywhere("MathContext", MathContext.class, () -> new MathContext(7, RoundingMode.UP))
                .everywhere("RoundingMode", RoundingMode.class, () -> RoundingMode.HALF_EVEN);
    }

    /** Adds to a class that others believe final. */
    static final class Money extends BigDecimal {
        final String currency;

        Money(String amount, String currency) {
            super(amount);
            this.currency = currency;
        }
    }

    private static void counters(Samples samples) {
        samples.everywhere("AtomicInteger", AtomicInteger.class, () -> new AtomicInteger(-7))
                .everywhere("AtomicLong", AtomicLong.class, () -> new AtomicLong(1L << 40))
                .everywhere("AtomicBoolean", AtomicBoolean.class, () -> new AtomicBoolean(true))
                .add("AtomicIntegerArray", AtomicIntegerArray.class, () -> new AtomicIntegerArray(new int[] {1, 2}))
                .add("AtomicLongArray", AtomicLongArray.class, () -> new AtomicLongArray(new long[] {1, 2}))
                .add("LongAdder", LongAdder.class, NumberValues::adder)
                .add("DoubleAdder", DoubleAdder.class, DoubleAdder::new)
                .everywhere("OptionalInt", OptionalInt.class, () -> OptionalInt.of(0))
                .everywhere("OptionalInt, empty", OptionalInt.class, OptionalInt::empty)
                .everywhere("OptionalLong", OptionalLong.class, () -> OptionalLong.of(1))
                .everywhere("OptionalDouble", OptionalDouble.class, () -> OptionalDouble.of(Double.NaN))
                .add("IntSummaryStatistics", IntSummaryStatistics.class, () -> new IntSummaryStatistics(3, 1, 5, 9))
                .add("LongSummaryStatistics, empty", LongSummaryStatistics.class, LongSummaryStatistics::new)
                .add(
                        "DoubleSummaryStatistics",
                        DoubleSummaryStatistics.class,
                        () -> new DoubleSummaryStatistics(3, 1, 5, 9))
                .add("Random", Random.class, NumberValues::usedRandom)
                .add("SplittableRandom", SplittableRandom.class, () -> new SplittableRandom(7));
    }

    private static LongAdder adder() {
        LongAdder adder = new LongAdder();
        adder.add(7);
        return adder;
    }

    private static Random usedRandom() {
        Random random = new Random(7);
        random.nextGaussian();
        return random;
    }
}
