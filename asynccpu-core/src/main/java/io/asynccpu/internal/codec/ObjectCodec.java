package io.asynccpu.internal.codec;

import io.asynccpu.internal.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts arguments and results to bytes and back, by the types of a signature that both sides know. Thread-safe.
 * Every failure is a {@link io.asynccpu.api.TaskNotSerializableException} whose message begins with the given name of
 * the call and contains the path to the part of the value that is the cause.
 */
public interface ObjectCodec {

    /**
     * Fails if no value of this type can be sent to a child.
     *
     * @param what names the value in the message, such as {@code parameter 'order'}
     */
    void checkArgument(String call, String what, Type type);

    /** Fails if no value of this type can be received from a child. A child may send fewer types than it receives. */
    void checkResult(String call, String what, Type type);

    /**
     * Encodes the arguments as they are now; later changes to them have no effect.
     *
     * @param limit the maximum size in bytes
     */
    Payload encodeArguments(String call, List<Type> types, @Nullable Object[] arguments, long limit);

    /** Decodes the arguments. To be called once for each payload, since the caller receives its arrays. */
    @Nullable
    Object[] decodeArguments(String call, List<Type> types, Payload payload);

    /**
     * Encodes the result, which must not change until it is sent: a large array is not copied.
     *
     * @param limit the maximum size in bytes
     */
    Payload encodeResult(String call, Type type, @Nullable Object result, long limit);

    /**
     * Decodes a result, also from a hostile child: creates only what {@code type} declares. May run application code
     * and take any time, so it must not be called on a thread that others need. Whatever that code throws becomes the
     * cause of the exception.
     */
    @Nullable
    Object decodeResult(String call, Type type, Payload payload);

    /**
     * Decodes a result if that runs no application code and takes almost no time; otherwise returns
     * {@link #NOT_AT_ONCE}.
     */
    @Nullable
    Object decodeResultAtOnce(String call, Type type, Payload payload);

    /** The result must be decoded by {@link #decodeResult}, on another thread. */
    Object NOT_AT_ONCE = new Object();
}
