package io.asynccpu.internal.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of {@link Message.Logged}, each of which is bounded: a line stays in the parent as long as its appenders keep it. */
final class LoggedFormat {

    // Types of a value.
    private static final byte STRING = 0;
    private static final byte LONG = 1;
    private static final byte DOUBLE = 2;
    private static final byte BOOLEAN = 3;

    private static final int MOST_NAMES = 1_000;

    /** About ten thousand years. */
    private static final long MOST_SECONDS = 300_000_000_000L;

    private LoggedFormat() {}

    static Frame write(Message.Logged line) {
        Instant time = line.time();
        FieldWriter out = new FieldWriter(FrameType.LOGGED, 256)
                .putString(line.logger())
                .putInt(line.level())
                .putString(line.ownLevel())
                .putString(line.message())
                .putString(line.thread())
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .putLong(line.taskId());
        out.putInt(line.markers().size());
        line.markers().forEach(out::putTexts);
        out.putMap(line.mdc());
        out.putInt(line.keyValues().size());
        line.keyValues().forEach((key, value) -> writeValue(out.putString(key), value));
        return out.putBytes(line.failure()).frame();
    }

    private static void writeValue(FieldWriter out, Object value) {
        if (value instanceof Long number) {
            out.putByte(LONG).putLong(number);
        } else if (value instanceof Double number) {
            out.putByte(DOUBLE).putLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean truth) {
            out.putByte(BOOLEAN).putBoolean(truth);
        } else {
            out.putByte(STRING).putString((String) value);
        }
    }

    static Message.Logged read(FieldReader in) throws ProtocolException {
        return new Message.Logged(
                in.readString(Limits.NAME),
                in.readInt(),
                in.readNullableString(Limits.LEVEL),
                in.readString(Limits.LINE),
                in.readString(Limits.NAME),
                readInstant(in),
                in.readLong(),
                readMarkers(in),
                readMdc(in),
                readKeyValues(in),
                in.readNullableBytes(Limits.LINE_FAILURE));
    }

    /** Accepts a range of times in which no logging back end fails. */
    private static Instant readInstant(FieldReader in) throws ProtocolException {
        long seconds = in.readLong();
        int nanos = in.readInt();
        if (Math.abs(seconds) > MOST_SECONDS || seconds == Long.MIN_VALUE || nanos < 0 || nanos > 999_999_999) {
            throw new ProtocolException("Not a time: " + seconds + " s, " + nanos + " ns");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** Bounds the number of names, because an object takes many times the bytes of an empty name. */
    private static List<List<String>> readMarkers(FieldReader in) throws ProtocolException {
        int size = in.readCount(MOST_NAMES, 2 * Integer.BYTES);
        if (size == 0) {
            return List.of();
        }
        List<List<String>> markers = new ArrayList<>();
        int left = MOST_NAMES;
        for (int i = 0; i < size; i++) {
            int length = in.readInt();
            if (length < 1 || length > left) {
                throw new ProtocolException("A list of " + length + " names, where 1 to " + left + " are allowed");
            }
            left -= length;
            List<String> names = new ArrayList<>();
            for (int j = 0; j < length; j++) {
                names.add(in.readString(Limits.NAME));
            }
            markers.add(names);
        }
        return markers;
    }

    private static Map<String, String> readMdc(FieldReader in) throws ProtocolException {
        int size = in.readCount(Limits.ENTRIES, 2 * Integer.BYTES);
        if (size == 0) {
            return Map.of();
        }
        int start = in.position();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(in.readString(Limits.NAME), in.readString());
        }
        checkSize(in.position() - start);
        return map;
    }

    private static Map<String, Object> readKeyValues(FieldReader in) throws ProtocolException {
        int size = in.readCount(Limits.ENTRIES, Integer.BYTES + 2);
        if (size == 0) {
            return Map.of();
        }
        int start = in.position();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(in.readString(Limits.NAME), readValue(in));
        }
        checkSize(in.position() - start);
        return map;
    }

    private static void checkSize(int bytes) throws ProtocolException {
        if (bytes > Limits.mapBytes()) {
            throw new ProtocolException("A map of " + bytes + " bytes in a log line");
        }
    }

    private static Object readValue(FieldReader in) throws ProtocolException {
        byte type = in.readByte();
        return switch (type) {
            case STRING -> in.readString();
            case LONG -> in.readLong();
            case DOUBLE -> Double.longBitsToDouble(in.readLong());
            case BOOLEAN -> in.readBoolean();
            default -> throw new ProtocolException("Unknown type of a value: " + type);
        };
    }
}
