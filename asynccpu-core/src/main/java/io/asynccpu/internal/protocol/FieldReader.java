package io.asynccpu.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a frame. Checks each length against the bytes that are there. */
final class FieldReader {

    private final ByteBuffer buffer;

    private final List<Object> arrays;
    private boolean arraysAreRead;

    /**
     * @param arrays the arrays that preceded the frame
     */
    FieldReader(byte[] frame, List<Object> arrays) {
        this.buffer = ByteBuffer.wrap(frame);
        this.arrays = arrays;
    }

    /** Reads fields without a frame. */
    FieldReader(Payload fields) {
        this.buffer = fields.buffer();
        this.arrays = fields.arrays();
    }

    /** Returns how many bytes are read. */
    int position() {
        return buffer.position();
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
        int length = readLength(most);
        if (length == -1) {
            return null;
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    /** Returns -1 for null, or the length of bytes that are there. */
    private int readLength(int most) throws ProtocolException {
        int length = readInt();
        if (length < -1 || length > most) {
            throw new ProtocolException("A field claims " + length + " bytes; allowed are " + most);
        }
        present(Math.max(length, 0));
        return length;
    }

    byte[] readBytes() throws ProtocolException {
        return required(readNullableBytes());
    }

    byte[] readBytes(int most) throws ProtocolException {
        return required(readNullableBytes(most));
    }

    @Nullable
    String readNullableString() throws ProtocolException {
        return readNullableText(Integer.MAX_VALUE);
    }

    /**
     * @param longest the bound that was passed to {@link Limits#cut}
     */
    @Nullable
    String readNullableString(int longest) throws ProtocolException {
        return readNullableText(Limits.bytes(longest));
    }

    private @Nullable String readNullableText(int most) throws ProtocolException {
        int length = readLength(most);
        if (length == -1) {
            return null;
        }
        int start = buffer.position();
        buffer.position(start + length);
        return new String(buffer.array(), start, length, StandardCharsets.UTF_8);
    }

    String readString() throws ProtocolException {
        return required(readNullableString());
    }

    String readString(int longest) throws ProtocolException {
        return required(readNullableString(longest));
    }

    /**
     * Reads the number of the elements that follow, of which the rest of the frame has room for as many.
     *
     * @param smallest the bytes that an element takes at least
     */
    int readCount(int most, int smallest) throws ProtocolException {
        int count = readInt();
        int fitting = Math.min(most, buffer.remaining() / smallest);
        if (count < 0 || count > fitting) {
            throw new ProtocolException("A message claims " + count + " elements where " + fitting + " are allowed");
        }
        return count;
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

    List<Long> readLongs() throws ProtocolException {
        int size = readCount(Integer.MAX_VALUE, Long.BYTES);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            numbers.add(readLong());
        }
        return numbers;
    }

    /** Reads a payload with its arrays. The bytes are not copied. */
    Payload readPayload() throws ProtocolException {
        int length = readInt();
        arraysAreRead = true;
        if (length == Frame.BESIDE) {
            int last = arrays.size() - 1;
            if (last < 0 || !(arrays.get(last) instanceof byte[] bytes)) {
                throw new ProtocolException("The bytes of a payload are missing");
            }
            return Payload.of(bytes, arrays.subList(0, last));
        }
        if (length < 0) {
            throw new ProtocolException("Negative length " + length);
        }
        int position = present(length).position();
        buffer.position(position + length);
        return new Payload(buffer.array(), position, length, arrays);
    }

    void expectEnd() throws ProtocolException {
        if (!arrays.isEmpty() && !arraysAreRead) {
            throw new ProtocolException(arrays.size() + " arrays before a message without arrays");
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
