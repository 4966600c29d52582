package io.asynccpu.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one frame, field by field; believes no length that the frame does not hold. */
final class FieldReader {

    private final ByteBuffer buffer;

    FieldReader(byte[] frame) {
        buffer = ByteBuffer.wrap(frame);
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
        int length = readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0) {
            throw new ProtocolException("Negative length " + length);
        }
        present(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    byte[] readBytes() throws ProtocolException {
        return required(readNullableBytes());
    }

    @Nullable
    String readNullableString() throws ProtocolException {
        byte[] bytes = readNullableBytes();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    String readString() throws ProtocolException {
        return required(readNullableString());
    }

    Map<String, String> readMap() throws ProtocolException {
        int size = readInt();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(readString(), readString());
        }
        return map;
    }

    List<Long> readLongs() throws ProtocolException {
        int size = readInt();
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            numbers.add(readLong());
        }
        return numbers;
    }

    /** A byte array that is not copied. */
    ByteBuffer readView() throws ProtocolException {
        int length = readInt();
        if (length < 0) {
            throw new ProtocolException("Negative length " + length);
        }
        ByteBuffer view = present(length).slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return view;
    }

    void expectEnd() throws ProtocolException {
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
