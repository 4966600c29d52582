package io.asynccpu.internal.codec.failure;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a failure in the format of {@link FailureWire}. The bytes may be hostile. */
final class FailureReader {

    private final ByteBuffer in;
    private final BitSet numbers = new BitSet();

    private FailureReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * @throws MalformedFailureException if the bytes are not a failure
     */
    static FailureData.Report read(byte[] bytes) {
        try {
            return new FailureReader(ByteBuffer.wrap(bytes)).readAll();
        } catch (BufferUnderflowException e) {
            throw new MalformedFailureException("A worker's failure report ends too early", e);
        }
    }

    private FailureData.Report readAll() {
        byte version = in.get();
        if (version != FailureWire.VERSION) {
            throw malformed("has version " + version + " instead of " + FailureWire.VERSION);
        }
        FailureData failure = read(1);
        List<FailureData> held = new ArrayList<>();
        while (follows()) {
            held.add(read(1));
        }
        if (in.hasRemaining()) {
            throw malformed("has " + in.remaining() + " bytes too many");
        }
        return new FailureData.Report(failure, held);
    }

    private FailureData read(int depth) {
        int number = in.getInt();
        if (depth > FailureData.DEEPEST || numbers.cardinality() == FailureData.MOST_THROWABLES) {
            throw malformed("has too many throwables");
        }
        if (number < 0 || number >= FailureData.MOST_THROWABLES || numbers.get(number)) {
            throw malformed("has the throwable number " + number + ", which is repeated or out of range");
        }
        numbers.set(number);
        String className = required();
        String message = string();
        byte flags = in.get();
        if (flags < 0 || flags > (FailureWire.OTHER_PLAIN_MESSAGE | FailureWire.CAUSE_OPEN | FailureWire.CAUSE_SHOWN)) {
            throw malformed("has the flags " + flags);
        }
        String plainMessage = (flags & FailureWire.OTHER_PLAIN_MESSAGE) != 0 ? string() : message;
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / FailureWire.SMALLEST_FRAME) {
            throw malformed("claims " + count + " frames in " + in.remaining() + " bytes");
        }
        List<StackTraceElement> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(
                    new StackTraceElement(string(), string(), string(), required(), required(), string(), in.getInt()));
        }
        FailureData cause = follows() ? read(depth + 1) : null;
        List<FailureData> suppressed = new ArrayList<>();
        while (follows()) {
            suppressed.add(read(depth + 1));
        }
        return new FailureData(
                number,
                className,
                message,
                plainMessage,
                (flags & FailureWire.CAUSE_OPEN) != 0,
                (flags & FailureWire.CAUSE_SHOWN) != 0,
                frames,
                cause,
                suppressed,
                fields());
    }

    private List<FailureField> fields() {
        List<FailureField> fields = new ArrayList<>();
        for (byte kind = in.get(); kind != 0; kind = in.get()) {
            if (fields.size() == FailureWire.MOST_FIELDS) {
                throw malformed("has too many fields");
            }
            fields.add(new FailureField(required(), required(), value(kind)));
        }
        return fields;
    }

    private FailureField.Value value(byte kind) {
        return switch (kind) {
            case FailureWire.CODED -> new FailureField.Coded(string(), bytes("a field", in.getInt()));
            case FailureWire.THROWN -> new FailureField.Thrown(in.getInt());
            case FailureWire.LEFT_OUT -> new FailureField.Omitted(required());
            case FailureWire.THROWN_ONES -> new FailureField.ThrownOnes(numbers());
            default -> throw malformed("has a field of kind " + kind);
        };
    }

    private List<Integer> numbers() {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / Integer.BYTES) {
            throw malformed("claims " + count + " throwables in " + in.remaining() + " bytes");
        }
        List<Integer> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(in.getInt());
        }
        return numbers;
    }

    private boolean follows() {
        byte mark = in.get();
        if (mark != 0 && mark != 1) {
            throw malformed("has the byte " + mark + " where only 0 or 1 is allowed");
        }
        return mark == 1;
    }

    private String required() {
        String value = string();
        if (value == null) {
            throw malformed("lacks a name");
        }
        return value;
    }

    private @Nullable String string() {
        int length = in.getInt();
        if (length == -1) {
            return null;
        }
        return new String(bytes("a string", length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String what, int length) {
        if (length < 0 || length > in.remaining()) {
            throw malformed("claims " + what + " of " + length + " bytes in " + in.remaining());
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static MalformedFailureException malformed(String what) {
        return new MalformedFailureException("A worker's failure report " + what, null);
    }
}
