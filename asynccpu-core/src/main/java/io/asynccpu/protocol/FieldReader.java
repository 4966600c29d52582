package io.asynccpu.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one frame, field by field; believes no length that the frame does not hold. */
final class FieldReader {

    private static final int MOST_NAMES = 1_000;

    /** Some ten thousand years. */
    private static final long MOST_SECONDS = 300_000_000_000L;

    private final ByteBuffer buffer;

    private final List<Object> arrays;
    private boolean arraysAreRead;

    /**
     * @param arrays that came before the frame
     */
    FieldReader(byte[] frame, List<Object> arrays) {
        this.buffer = ByteBuffer.wrap(frame);
        this.arrays = arrays;
    }

    byte readByte() throws ProtocolException {
        return present(1).get();
    }

    boolean readBoolean() throws ProtocolException {
        return readByte() != 0;
    }

    int readInt() throws ProtocolException {
        return present(Integer.BYTES).getInt();
    }

    long readLong() throws ProtocolException {
        return present(Long.BYTES).getLong();
    }

    byte @Nullable [] readNullableBytes() throws ProtocolException {
        return readNullableBytes(Integer.MAX_VALUE);
    }

    byte @Nullable [] readNullableBytes(int most) throws ProtocolException {
        int length = readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > most) {
            throw new ProtocolException("A field claims " + length + " bytes; allowed are " + most);
        }
        present(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    byte[] readBytes() throws ProtocolException {
        return required(readNullableBytes());
    }

    byte[] readBytes(int most) throws ProtocolException {
        return required(readNullableBytes(most));
    }

    @Nullable
    String readNullableString() throws ProtocolException {
        return text(readNullableBytes());
    }

    /**
     * @param longest what {@link Limits#cut} was told
     */
    @Nullable
    String readNullableString(int longest) throws ProtocolException {
        return text(readNullableBytes(Limits.bytes(longest)));
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    String readString() throws ProtocolException {
        return required(readNullableString());
    }

    String readString(int longest) throws ProtocolException {
        return required(readNullableString(longest));
    }

    /**
     * Of what follows, of which so much would fit.
     *
     * @param smallest bytes that one takes at least
     */
    int readCount(int most, int smallest) throws ProtocolException {
        int count = readInt();
        int fitting = Math.min(most, buffer.remaining() / smallest);
        if (count < 0 || count > fitting) {
            throw new ProtocolException("A message claims " + count + " of what there may be " + fitting + " times");
        }
        return count;
    }

    /** In a range in which no logging system fails. */
    Instant readInstant() throws ProtocolException {
        long seconds = readLong();
        int nanos = readInt();
        if (Math.abs(seconds) > MOST_SECONDS || seconds == Long.MIN_VALUE || nanos < 0 || nanos > 999_999_999) {
            throw new ProtocolException("No time: " + seconds + " s, " + nanos + " ns");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** Of a log line. */
    Map<String, Object> readValues() throws ProtocolException {
        int size = readCount(Limits.ENTRIES, Integer.BYTES + 2);
        if (size == 0) {
            return Map.of();
        }
        int start = buffer.position();
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(readString(Limits.NAME), readValue());
        }
        expectMap(start);
        return map;
    }

    /** Of a log line. */
    Map<String, String> readStrings() throws ProtocolException {
        int size = readCount(Limits.ENTRIES, 2 * Integer.BYTES);
        if (size == 0) {
            return Map.of();
        }
        int start = buffer.position();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(readString(Limits.NAME), readString());
        }
        expectMap(start);
        return map;
    }

    private void expectMap(int start) throws ProtocolException {
        if (buffer.position() - start > Limits.mapBytes()) {
            throw new ProtocolException("A map of " + (buffer.position() - start) + " bytes in a log line");
        }
    }

    private Object readValue() throws ProtocolException {
        byte type = readByte();
        return switch (type) {
            case FieldWriter.STRING -> readString();
            case FieldWriter.LONG -> readLong();
            case FieldWriter.DOUBLE -> Double.longBitsToDouble(readLong());
            case FieldWriter.BOOLEAN -> readBoolean();
            default -> throw new ProtocolException("Unknown type of a value: " + type);
        };
    }

    Map<String, String> readMap() throws ProtocolException {
        int size = readCount(Integer.MAX_VALUE, 2 * Integer.BYTES);
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(readString(), readString());
        }
        return map;
    }

    List<String> readTexts() throws ProtocolException {
        int size = readCount(Integer.MAX_VALUE, Integer.BYTES);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(readString());
        }
        return texts;
    }

    /** Lists of at least one name each; a few bytes of each would take many here, so there are not too many. */
    List<List<String>> readNames() throws ProtocolException {
        int size = readCount(MOST_NAMES, 2 * Integer.BYTES);
        if (size == 0) {
            return List.of();
        }
        List<List<String>> lists = new ArrayList<>();
        int left = MOST_NAMES;
        for (int i = 0; i < size; i++) {
            int length = readInt();
            if (length < 1 || length > left) {
                throw new ProtocolException("A list of " + length + " names, where 1 to " + left + " may be");
            }
            left -= length;
            List<String> names = new ArrayList<>();
            for (int j = 0; j < length; j++) {
                names.add(readString(Limits.NAME));
            }
            lists.add(names);
        }
        return lists;
    }

    List<Long> readLongs() throws ProtocolException {
        int size = readCount(Integer.MAX_VALUE, Long.BYTES);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            numbers.add(readLong());
        }
        return numbers;
    }

    /** With the arrays beside it; its bytes are not copied. */
    Payload readPayload() throws ProtocolException {
        int length = readInt();
        if (length < 0) {
            throw new ProtocolException("Negative length " + length);
        }
        int position = present(length).position();
        buffer.position(position + length);
        arraysAreRead = true;
        return new Payload(buffer.array(), position, length, arrays);
    }

    void expectEnd() throws ProtocolException {
        if (!arrays.isEmpty() && !arraysAreRead) {
            throw new ProtocolException(arrays.size() + " arrays before a message that has none");
        }
        if (buffer.hasRemaining()) {
            throw new ProtocolException(buffer.remaining() + " bytes after the end of a message");
        }
    }

    private ByteBuffer present(int bytes) throws ProtocolException {
        if (buffer.remaining() < bytes) {
            throw new ProtocolException(
                    "A message ends early: " + bytes + " more bytes expected, " + buffer.remaining() + " there");
        }
        return buffer;
    }

    private static <T> T required(@Nullable T value) throws ProtocolException {
        if (value == null) {
            throw new ProtocolException("A message lacks a field that it must have");
        }
        return value;
    }
}
