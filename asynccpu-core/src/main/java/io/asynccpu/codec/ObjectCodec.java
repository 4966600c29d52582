package io.asynccpu.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments and results as bytes, by the types of a signature that both sides know. Thread-safe. Every fault is an
 * {@link io.asynccpu.api.TaskNotSerializableException} whose message begins with the given name of the call and holds
 * the path to the culprit. Reading takes what is left of the given bytes and may change their order.
 */
public interface ObjectCodec {

    /** Fails if a value of this type can never cross; {@code what} names it, such as {@code parameter 'order'}. */
    void check(String call, String what, Type type);

    /**
     * @param limit most bytes that may come out
     */
    byte[] encodeArguments(String call, List<Type> types, @Nullable Object[] arguments, long limit);

    @Nullable
    Object[] decodeArguments(String call, List<Type> types, ByteBuffer bytes);

    /**
     * @param limit most bytes that may come out
     */
    byte[] encodeResult(String call, Type type, @Nullable Object result, long limit);

    /** Also safe for bytes that a hostile child made: gives only what {@code type} declares. */
    @Nullable
    Object decodeResult(String call, Type type, ByteBuffer bytes);
}
