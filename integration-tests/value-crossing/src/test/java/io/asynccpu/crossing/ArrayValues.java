package io.asynccpu.crossing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Arrays. */
final class ArrayValues {

    private ArrayValues() {}

    static List<Sample> samples() {
        Samples samples = new Samples("array");
        primitives(samples);
        objects(samples);
        generic(samples);
        return samples.list();
    }

    private static void primitives(Samples samples) {
        samples.everywhere("int[]", int[].class, () -> new int[] {1, Integer.MIN_VALUE})
                .everywhere("long[]", long[].class, () -> new long[] {1, Long.MIN_VALUE})
                .everywhere("short[]", short[].class, () -> new short[] {1, Short.MIN_VALUE})
                .everywhere("byte[]", byte[].class, () -> new byte[] {1, Byte.MIN_VALUE})
                .everywhere("char[]", char[].class, () -> new char[] {'a', '\0', '\uD83D', '\uFFFF'})
                .everywhere("float[]", float[].class, () -> new float[] {-0f, Float.NaN, 0.1f, Float.MIN_VALUE})
                .everywhere("double[]", double[].class, () -> new double[] {-0.0, Double.NaN, 0.1, Double.MAX_VALUE})
                .everywhere("boolean[]", boolean[].class, () -> new boolean[] {true, false})
                .everywhere("int[], empty", int[].class, () -> new int[0])
                .everywhere("char[], empty", char[].class, () -> new char[0])
                .everywhere("float[][] with NaN of other bits", float[][].class, () ->
                        new float[][] {{Float.intBitsToFloat(0x7fc0_beef)}})
                .everywhere("int[][], ragged", int[][].class, () -> new int[][] {{1}, {}, null, {2, 3}})
                .everywhere("byte[][]", byte[][].class, () -> new byte[][] {{1}, {}, null})
                .everywhere("char[][]", char[][].class, () -> new char[][] {{'\uD83D'}, {}, null})
                .everywhere("boolean[][][]", boolean[][][].class, () -> new boolean[][][] {{{true}, null}, {}})
                .add("int[][], one row twice", int[][].class, () -> {
                    int[] row = {1, 2};
                    return new int[][] {row, row, {1, 2}};
                })
                .add("byte[], large", byte[].class, () -> new byte[1 << 20])
                .add("double[], large", double[].class, () -> new double[100_000]);
    }

    private static void objects(Samples samples) {
        samples.everywhere("String[]", String[].class, () -> new String[] {"a", null, "\uD83D"})
                .everywhere("String[], empty", String[].class, () -> new String[0])
                .everywhere("Long[]", Long[].class, () -> new Long[] {1L, null})
                .everywhere("Character[]", Character[].class, () -> new Character[] {'a', '\uD83D', null})
                .everywhere("BigDecimal[]", BigDecimal[].class, () -> new BigDecimal[] {new BigDecimal("1.00")})
                .everywhere("Instant[][]", Instant[][].class, () -> new Instant[][] {{Instant.MAX}, null})
                .everywhere(
                        "Object[], mixed", Object[].class, () -> new Object[] {1, 1L, "a", null, 1.0f, 'c', (byte) 1})
                .everywhere("Object[], nested", Object[].class, () -> new Object[] {new Object[] {1, List.of(2L)}})
                .everywhere("Object[] that is a String[]", Object[].class, () -> new String[] {"a"})
                .everywhere("Object[] that is an Integer[][]", Object[].class, () -> new Integer[][] {{1}})
                .everywhere("Number[]", Number[].class, () -> new Number[] {1, 2L, 3.0, (short) 4})
                .everywhere("Number[] that is a Long[]", Number[].class, () -> new Long[] {1L})
                .add("Date[] with a Timestamp", Date[].class, () -> new Date[] {new Date(1), new java.sql.Timestamp(2)})
                .add("Comparable[]", Comparable[].class, () -> new Comparable<?>[] {1L, "a"})
                .add("Object[] of arrays", Object[].class, () ->
                        new Object[] {new int[] {1}, new byte[] {2}, new char[] {3}})
                .add("Object[] that holds itself", Object[].class, () -> {
                    Object[] array = {"a", null};
                    array[1] = array;
                    return array;
                })
                .add("Byte[]", Byte[].class, () -> new Byte[] {1, null});
    }

    private static void generic(Samples samples) {
        samples.add("List<String>[]", new TypeOf<List<String>[]>() {}, ArrayValues::lists)
                .add("Map<Long, Instant>[]", new TypeOf<Map<Long, Instant>[]>() {}, ArrayValues::maps)
                .add("list of arrays", new TypeOf<List<int[]>>() {}, () -> List.of(new int[] {1}, new int[0]))
                .add(
                        "list of Object[], as of a query",
                        new TypeOf<List<Object[]>>() {},
                        () -> new ArrayList<>(
                                List.of(new Object[] {1L, "a", Instant.MAX}, new Object[] {2L, null, new Date(0)})))
                .add("map of arrays", new TypeOf<Map<String, byte[]>>() {}, () -> Map.of("a", new byte[] {1}));
    }

    @SuppressWarnings("unchecked") // there is no other way to make one
    private static List<String>[] lists() {
        return new List[] {List.of("a"), null, new ArrayList<>(List.of("b"))};
    }

    @SuppressWarnings("unchecked") // there is no other way to make one
    private static Map<Long, Instant>[] maps() {
        return new Map[] {Map.of(1L, Instant.MAX)};
    }
}
