package io.asynccpu.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a frame. */
final class FieldWriter {

    private static final int MOST_COPIED = 4 << 10;

    private ByteBuffer buffer;

    FieldWriter(byte type, int expectedSize) {
        buffer = ByteBuffer.allocate(Frame.HEADER + 1 + Math.min(expectedSize, MOST_COPIED + 64));
        buffer.putInt(0).put(type);
    }

    /** Writes fields without a frame. */
    FieldWriter(int expectedSize) {
        buffer = ByteBuffer.allocate(expectedSize);
    }

    FieldWriter putBoolean(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
        return this;
    }

    FieldWriter putByte(byte value) {
        room(1).put(value);
        return this;
    }

    FieldWriter putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    FieldWriter putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    FieldWriter putBytes(byte @Nullable [] value) {
        if (value == null) {
            return putInt(-1);
        }
        putInt(value.length);
        room(value.length).put(value);
        return this;
    }

    FieldWriter putString(@Nullable String value) {
        return putBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    FieldWriter putMap(Map<String, String> map) {
        putInt(map.size());
        map.forEach((key, value) -> putString(key).putString(value));
        return this;
    }

    FieldWriter putTexts(List<String> texts) {
        putInt(texts.size());
        texts.forEach(this::putString);
        return this;
    }

    FieldWriter putLongs(List<Long> numbers) {
        putInt(numbers.size());
        numbers.forEach(this::putLong);
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    Frame frame() {
        return frame(List.of(), null);
    }

    /** Appends a payload as the last field. A long one is not copied, and a longer one has a frame of its own, as arrays have. */
    Frame frameWith(Payload payload) {
        int length = payload.length();
        if (length >= Payload.SMALLEST_ARRAY) {
            putInt(Frame.BESIDE);
            return frame(payload.arraysAndBytes(), null);
        }
        putInt(length);
        if (length > MOST_COPIED) {
            return frame(payload.arrays(), payload.buffer());
        }
        payload.copyTo(room(length));
        return frame(payload.arrays(), null);
    }

    private Frame frame(List<Object> arrays, @Nullable ByteBuffer rest) {
        buffer.putInt(0, Math.addExact(buffer.position() - Frame.HEADER, rest == null ? 0 : rest.remaining()));
        return new Frame(arrays, buffer.flip(), rest);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, Math.addExact(buffer.position(), bytes));
            int position = buffer.position();
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(position);
        }
        return buffer;
    }
}
