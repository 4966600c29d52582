package io.asynccpu.internal.codec.failure;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.PayloadTooLargeException;
import io.asynccpu.internal.codec.ProcessBoundTypes;
import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the values of one failure's fields by the pool's codec, which never creates more than a field's
 * type declares: that type or, if it is sealed, a class that it permits. Not thread-safe.
 */
final class FieldValueCodec {

    private static final String CALL = "a failure";

    private final ObjectCodec codec;
    private long room;

    /** @param room the maximum size of all values together, in bytes */
    FieldValueCodec(ObjectCodec codec, long room) {
        this.codec = codec;
        this.room = room;
    }

    /** Encodes a value. Never fails, whatever the value's own methods do. */
    FailureField.Value encode(Type type, Object value) {
        String bound = ProcessBoundTypes.reason(value.getClass());
        if (bound != null) {
            return new FailureField.Omitted(bound);
        }
        try {
            return encodeAs(type, value);
        } catch (Throwable e) {
            return new FailureField.Omitted(reason(e));
        }
    }

    private FailureField.Value encodeAs(Type declared, Object value) {
        Class<?> own = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        String permitted = permits(declared, own.getName()) == null ? null : own.getName();
        // Kept below the size from which arrays are sent beside the bytes: a failure is one array of bytes.
        Payload payload = codec.encodeResult(
                CALL, permitted == null ? declared : own, value, Math.min(room, Payload.SMALLEST_ARRAY - 1));
        if (!payload.arrays().isEmpty()) {
            return new FailureField.Omitted("it is too large");
        }
        byte[] bytes = new byte[payload.length()];
        payload.buffer().get(bytes);
        room -= bytes.length;
        return new FailureField.Coded(permitted, bytes);
    }

    /** Decodes a value. May throw anything. */
    @Nullable
    Object decode(Type declared, FailureField.Coded coded) throws UncrossableException {
        Type type = declared;
        if (coded.className() != null) {
            type = permits(declared, coded.className());
            if (type == null) {
                throw new UncrossableException("the worker sent another class");
            }
        }
        return codec.decodeResult(CALL, type, Payload.of(coded.bytes()));
    }

    /**
     * The class with this name if the declared type is sealed and permits it, directly or indirectly; otherwise null.
     */
    private static @Nullable Class<?> permits(Type declared, String name) {
        Type raw = declared instanceof ParameterizedType parameterized ? parameterized.getRawType() : declared;
        Class<?>[] permitted = raw instanceof Class<?> type ? type.getPermittedSubclasses() : null;
        if (permitted == null) {
            return null;
        }
        for (Class<?> each : permitted) {
            Class<?> found = each.getName().equals(name) ? each : permits(each, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A short reason, for a message with several of them. Never fails, whatever the failure's own methods do. */
    static String reason(Throwable failure) {
        try {
            return said(failure);
        } catch (Throwable e) {
            return failure.getClass().getName();
        }
    }

    private static String said(Throwable failure) {
        if (PayloadTooLargeException.behind(failure) != null) {
            return "it is too large";
        }
        Throwable cause = failure.getCause();
        if (failure instanceof TaskNotSerializableException && cause != null) {
            return reason(cause);
        }
        if (failure instanceof StackOverflowError) {
            return "it is nested too deeply or refers to itself";
        }
        if (failure instanceof UncrossableException e) {
            return (e.path().isEmpty() ? "" : e.path() + ": ") + e.getMessage();
        }
        String name = failure.getClass().getName();
        return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
    }
}
