package io.asynccpu.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of {@link Message.Logged}, each of which is bounded: a line stays in the parent as long as its appenders keep it. */
final class LoggedFormat {

    // Types of a value.
    private static final byte STRING = 0;
    private static final byte LONG = 1;
    private static final byte DOUBLE = 2;
    private static final byte BOOLEAN = 3;

    /** About ten thousand years. */
    private static final long MOST_SECONDS = 300_000_000_000L;

    private LoggedFormat() {}

    static Frame write(Message.Logged line) {
        Instant time = line.time();
        byte[] message = line.message().getBytes(StandardCharsets.UTF_8);
        FieldWriter out = new FieldWriter(
                        FrameType.LOGGED, 40 + message.length + line.origin().length())
                .putByte(line.place())
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .putBytes(message)
                .putInt(line.keyValues().size());
        if (!line.keyValues().isEmpty()) {
            line.keyValues().forEach((key, value) -> writeValue(out.putString(key), value));
        }
        return out.putBytes(line.failure()).frameWith(line.origin());
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
        byte place = in.readByte();
        return new Message.Logged(
                place,
                readInstant(in),
                in.readString(Limits.LINE),
                readKeyValues(in),
                in.readNullableBytes(Limits.LINE_FAILURE),
                in.readPayload());
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
        Limits.checkMap(in.position() - start);
        return map;
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
