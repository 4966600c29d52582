package io.asynccpu.internal.codec;

import io.asynccpu.internal.protocol.ArrayKind;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The types of raw values, which cross as they are in memory. */
enum RawKind {
    BOOLEAN(1, Boolean.class, boolean.class),
    BYTE(2, Byte.class, byte.class),
    SHORT(3, Short.class, short.class),
    CHAR(4, Character.class, char.class),
    INT(5, Integer.class, int.class),
    LONG(6, Long.class, long.class),
    FLOAT(7, Float.class, float.class),
    DOUBLE(8, Double.class, double.class),
    STRING(9, String.class, null),
    BIG_INTEGER(10, BigInteger.class, null),
    BIG_DECIMAL(11, BigDecimal.class, null),
    UUID_VALUE(12, UUID.class, null),
    BOOLEAN_ARRAY(13, boolean[].class, null),
    BYTE_ARRAY(14, byte[].class, null),
    SHORT_ARRAY(15, short[].class, null),
    CHAR_ARRAY(16, char[].class, null),
    INT_ARRAY(17, int[].class, null),
    LONG_ARRAY(18, long[].class, null),
    FLOAT_ARRAY(19, float[].class, null),
    DOUBLE_ARRAY(20, double[].class, null);

    private static final @Nullable RawKind[] BY_TAG = new @Nullable RawKind[64];
    private static final Map<Type, RawKind> BY_TYPE = new HashMap<>();

    static {
        for (RawKind kind : values()) {
            BY_TAG[kind.tag] = kind;
            BY_TYPE.put(kind.type, kind);
            if (kind.primitive != null) {
                BY_TYPE.put(kind.primitive, kind);
            }
        }
    }

    private final int tag;
    private final Class<?> type;
    private final @Nullable Class<?> primitive;

    RawKind(int tag, Class<?> type, @Nullable Class<?> primitive) {
        this.tag = tag;
        this.type = type;
        this.primitive = primitive;
    }

    /** The kind of exactly this class or declared type, or null if its values are not raw. */
    static @Nullable RawKind of(Type type) {
        return BY_TYPE.get(type);
    }

    /** Whether the values are arrays whose {@link #elements()} cross as they are in memory. */
    boolean isArray() {
        return compareTo(BYTE_ARRAY) >= 0;
    }

    ArrayKind elements() {
        return ArrayKind.of(type);
    }

    /** Whether the value is of this kind. */
    boolean isOf(Object value) {
        return value.getClass() == type;
    }

    /** The byte that precedes a value of this kind. */
    int tag() {
        return tag;
    }

    static @Nullable RawKind ofTag(int tag) {
        return tag < BY_TAG.length ? BY_TAG[tag] : null;
    }

    /** Whether a value of this kind is allowed where this type is declared. */
    boolean fits(Type declared) {
        return declared == type || declared == primitive || declared == Object.class;
    }
}
