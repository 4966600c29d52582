package io.asynccpu.internal.codec;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.core.type.TypeReference;

/** Short forms for tests of an {@link ObjectCodec}. */
public final class CodecCalls {

    public static final long LIMIT = 1 << 28;

    private final ObjectCodec codec;

    public CodecCalls(ObjectCodec codec) {
        this.codec = codec;
    }

    public static Type type(TypeReference<?> reference) {
        return reference.getType();
    }

    @SuppressWarnings("unchecked")
    public <T> T asResult(Type type, T value) {
        return (T) codec.decodeResult("Shop.total", type, codec.encodeResult("Shop.total", type, value, LIMIT));
    }

    @SuppressWarnings("unchecked")
    public <T> T asArgument(Type type, T value) {
        List<Type> types = List.of(type);
        Payload payload = codec.encodeArguments("Shop.total", types, new Object[] {value}, LIMIT);
        return (T) codec.decodeArguments("Shop.total", types, payload)[0];
    }

    public byte[] encode(Type type, Object value) {
        return bytes(codec.encodeResult("Shop.total", type, value, LIMIT));
    }

    /** Of a payload that is nothing but bytes. */
    public static byte[] bytes(Payload payload) {
        if (!payload.arrays().isEmpty()) {
            throw new AssertionError("An array stands beside");
        }
        byte[] bytes = new byte[payload.length()];
        payload.buffer().get(bytes);
        return bytes;
    }

    public Object decode(Type type, byte[] bytes) {
        return codec.decodeResult("Shop.total", type, Payload.of(bytes));
    }

    public TaskNotSerializableException refusalOfValue(Type type, Object value) {
        return refusal(() -> codec.encodeArguments("Shop.total", List.of(type), new Object[] {value}, LIMIT));
    }

    public TaskNotSerializableException refusalOfResult(Type type, Object value) {
        return refusal(() -> codec.encodeResult("Shop.total", type, value, LIMIT));
    }

    public TaskNotSerializableException refusalOfBytes(Type type, byte[] bytes) {
        return refusal(() -> codec.decodeResult("Shop.total", type, Payload.of(bytes)));
    }

    public TaskNotSerializableException refusalOfType(Type type) {
        return refusal(() -> codec.checkResult("Shop.total", "parameter 'order'", type));
    }

    public void accept(Type type) {
        codec.checkResult("Shop.total", "parameter 'order'", type);
    }

    public static TaskNotSerializableException refusal(ThrowingCallable call) {
        TaskNotSerializableException refusal = catchThrowableOfType(TaskNotSerializableException.class, call);
        if (refusal == null) {
            throw new AssertionError("Expected a TaskNotSerializableException, but nothing was thrown");
        }
        if (!refusal.getMessage().startsWith("Shop.total: ")) {
            throw new AssertionError("The message does not begin with the call: " + refusal.getMessage());
        }
        return refusal;
    }
}
