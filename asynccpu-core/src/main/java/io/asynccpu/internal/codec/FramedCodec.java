package io.asynccpu.internal.codec;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.protocol.ArrayKind;
import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part that all codecs share: null and raw values, the frame around the arguments, the limit, and the form of
 * errors.
 *
 * <p>A value is one tag byte and its content. The arguments are their count, then the length and the value of each. All
 * numbers are little-endian. A large array of primitives is sent beside the bytes; its place in them holds the tag with
 * a mark.
 */
public abstract class FramedCodec implements ObjectCodec {

    private static final int NULL_TAG = 0xFF;
    private static final int OBJECT_TAG = 0xFE;

    /** A larger value may take too long to read at once, whatever it contains. */
    private static final int MOST_BYTES_AT_ONCE = 4 << 10;

    /** Added to the tag of an array that is sent beside the bytes. */
    private static final int BESIDE = 0x40;

    /**
     * Appends a value that is neither null nor raw.
     *
     * @param asArgument whether the value goes to a child, which trusts this process
     * @throws UncrossableException with the path from the value to the part that cannot cross
     */
    protected abstract void encodeObject(Type type, Object value, PayloadBuffer out, boolean asArgument)
            throws Exception;

    /**
     * Reads a value that {@link #encodeObject} wrote from all bytes that are left.
     *
     * @param asArgument whether the bytes come from the parent; those of a child may be hostile
     */
    protected abstract @Nullable Object decodeObject(Type type, ByteBuffer in, boolean asArgument) throws Exception;

    /**
     * Like {@link #decodeObject} for a result, if that runs no application code; otherwise {@link #NOT_AT_ONCE}, as for
     * damaged bytes.
     */
    protected @Nullable Object decodeObjectAtOnce(Type type, ByteBuffer in) {
        return NOT_AT_ONCE;
    }

    /** Fails if no value of this type can cross; not called for raw types. */
    protected abstract void checkObject(Type type, boolean asArgument) throws Exception;

    @Override
    public final void checkArgument(String call, String what, Type type) {
        check(call, what, type, true);
    }

    @Override
    public final void checkResult(String call, String what, Type type) {
        check(call, what, type, false);
    }

    private void check(String call, String what, Type type, boolean asArgument) {
        if (isVoid(type) || RawKind.of(type) != null) {
            return;
        }
        try {
            checkObject(type, asArgument);
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw CodecFaults.of(call, what, type, "can never cross to a worker or back", e);
        }
    }

    @Override
    public final Payload encodeArguments(String call, List<Type> types, @Nullable Object[] arguments, long limit) {
        if (types.size() != arguments.length) {
            throw new TaskNotSerializableException(
                    call + ": takes " + types.size() + " arguments, but got " + arguments.length, null);
        }
        PayloadBuffer out = new PayloadBuffer(limit);
        try {
            out.writeInt(arguments.length);
        } catch (PayloadTooLargeException e) {
            throw new TaskNotSerializableException(call + ": the arguments need " + e.getMessage(), e);
        }
        for (int i = 0; i < arguments.length; i++) {
            encode(call, argument(i), types.get(i), arguments[i], out, true);
        }
        return out.toPayload();
    }

    @Override
    public final @Nullable Object[] decodeArguments(String call, List<Type> types, Payload payload) {
        ByteBuffer in = payload.buffer().order(ByteOrder.LITTLE_ENDIAN);
        Iterator<Object> arrays = payload.arrays().iterator();
        @Nullable Object[] arguments = new @Nullable Object[types.size()];
        try {
            int count = in.getInt();
            if (count != types.size()) {
                throw new IllegalArgumentException("there are " + count + " instead of " + types.size());
            }
            for (int i = 0; i < count; i++) {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new IllegalArgumentException("a length of " + length + " with " + in.remaining() + " left");
                }
                ByteBuffer value = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                in.position(in.position() + length);
                arguments[i] = decode(call, argument(i), types.get(i), value, arrays, true);
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            refuseMore(arrays);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new TaskNotSerializableException(
                    call + ": the arguments' bytes are damaged: " + CodecFaults.reason(e), e);
        }
        return arguments;
    }

    @Override
    public final Payload encodeResult(String call, Type type, @Nullable Object result, long limit) {
        PayloadBuffer out = new PayloadBuffer(limit);
        encode(call, "result", type, result, out, false);
        return out.toPayload();
    }

    @Override
    public final @Nullable Object decodeResult(String call, Type type, Payload payload) {
        ByteBuffer in = payload.buffer().order(ByteOrder.LITTLE_ENDIAN);
        Iterator<Object> arrays = payload.arrays().iterator();
        Object result = decode(call, "result", type, in, arrays, false);
        try {
            refuseMore(arrays);
        } catch (IllegalArgumentException e) {
            throw CodecFaults.of(call, "result", type, "cannot be read from its bytes", e);
        }
        return result;
    }

    @Override
    public final @Nullable Object decodeResultAtOnce(String call, Type type, Payload payload) {
        ByteBuffer in = payload.buffer().order(ByteOrder.LITTLE_ENDIAN);
        if (!in.hasRemaining() || (in.get(in.position()) & 0xFF) != OBJECT_TAG) {
            return decodeResult(call, type, payload);
        }
        if (in.remaining() > MOST_BYTES_AT_ONCE
                || isVoid(type)
                || !payload.arrays().isEmpty()) {
            return NOT_AT_ONCE;
        }
        in.get();
        return decodeObjectAtOnce(type, in);
    }

    private static void refuseMore(Iterator<Object> arrays) {
        if (arrays.hasNext()) {
            throw new IllegalArgumentException("an array was received that no value refers to");
        }
    }

    private void encode(
            String call, String what, Type type, @Nullable Object value, PayloadBuffer out, boolean asArgument) {
        try {
            int start = out.size();
            if (asArgument) {
                out.writeInt(0);
            }
            encodeValue(type, value, out, asArgument);
            if (asArgument) {
                out.setInt(start, out.size() - start - 4);
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            PayloadTooLargeException tooLarge = PayloadTooLargeException.behind(e);
            if (tooLarge != null) {
                throw CodecFaults.of(call, what, type, "is too large: it needs", tooLarge);
            }
            throw CodecFaults.of(call, what, type, "cannot cross", e);
        }
    }

    private void encodeValue(Type type, @Nullable Object value, PayloadBuffer out, boolean asArgument)
            throws Exception {
        if (value == null) {
            refuseNullPrimitive(type);
            out.write(NULL_TAG);
            return;
        }
        if (isVoid(type)) {
            throw new UncrossableException("a " + value.getClass().getName() + " where the signature says void");
        }
        RawKind kind = RawKind.of(value.getClass());
        if (kind != null && kind.fits(type)) {
            if (!kind.isArray() || !writeBeside(kind, value, out, asArgument)) {
                out.write(kind.tag());
                RawValues.write(kind, value, out);
            }
            return;
        }
        if (type instanceof Class<?> primitive && primitive.isPrimitive()) {
            throw new UncrossableException(
                    "a " + value.getClass().getName() + " where the signature says " + primitive);
        }
        out.write(OBJECT_TAG);
        encodeObject(type, value, out, asArgument);
    }

    /** Returns false if the array is too small to be sent beside the bytes. */
    private static boolean writeBeside(RawKind kind, Object array, PayloadBuffer out, boolean asArgument) {
        ArrayKind elements = kind.elements();
        if (elements.bytes(array) < Payload.SMALLEST_ARRAY) {
            return false;
        }
        out.write(kind.tag() | BESIDE);
        // The caller of a task may change its array while the task waits to be sent; the sender of a result waits
        // itself.
        out.addArray(elements, array, asArgument);
        return true;
    }

    private @Nullable Object decode(
            String call, String what, Type type, ByteBuffer in, Iterator<Object> arrays, boolean asArgument) {
        try {
            int tag = in.get() & 0xFF;
            if (tag == NULL_TAG) {
                refuseNullPrimitive(type);
                if (in.hasRemaining()) {
                    throw new IllegalArgumentException(in.remaining() + " bytes too many");
                }
                return null;
            }
            if (isVoid(type)) {
                throw new IllegalArgumentException("a value where the signature says void");
            }
            if (tag == OBJECT_TAG) {
                return decodeObject(type, in, asArgument);
            }
            boolean beside = tag < 2 * BESIDE && (tag & BESIDE) != 0;
            RawKind kind = RawKind.ofTag(beside ? tag - BESIDE : tag);
            if (kind == null || !kind.fits(type)) {
                throw new IllegalArgumentException("bytes of another type" + (kind == null ? "" : ", " + kind));
            }
            return beside ? readBeside(kind, in, arrays) : RawValues.read(kind, in);
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw CodecFaults.of(call, what, type, "cannot be read from its bytes", e);
        } catch (Error e) {
            if (asArgument) {
                // A worker that runs out of memory ends.
                throw e;
            }
            // An error in application code, or a value too large for this heap: the parent goes on.
            throw CodecFaults.of(call, what, type, "cannot be read from its bytes", e);
        }
    }

    private static Object readBeside(RawKind kind, ByteBuffer in, Iterator<Object> arrays) {
        if (in.hasRemaining() || !arrays.hasNext()) {
            throw new IllegalArgumentException(
                    in.hasRemaining() ? in.remaining() + " bytes too many" : "an array is missing");
        }
        Object array = arrays.next();
        if (!kind.isOf(array)) {
            throw new IllegalArgumentException(
                    "an array of another type, " + array.getClass().getSimpleName());
        }
        return array;
    }

    private static void refuseNullPrimitive(Type type) throws UncrossableException {
        if (type instanceof Class<?> primitive && primitive.isPrimitive() && primitive != void.class) {
            throw new UncrossableException(
                    "null for a primitive " + primitive + "; pass a value or declare the wrapper class");
        }
    }

    private static String argument(int index) {
        return "argument " + (index + 1);
    }

    private static boolean isVoid(Type type) {
        return type == void.class || type == Void.class;
    }
}
