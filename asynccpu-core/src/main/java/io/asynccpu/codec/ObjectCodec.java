package io.asynccpu.codec;

import io.asynccpu.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments and results as bytes, by the types of a signature that both sides know. Thread-safe. Every fault is an
 * {@link io.asynccpu.api.TaskNotSerializableException} whose message begins with the given name of the call and holds
 * the path to the culprit.
 */
public interface ObjectCodec {

    /** Fails if a value of this type can never go to a child; {@code what} names it, such as {@code parameter 'order'}. */
    void checkArgument(String call, String what, Type type);

    /** Fails if a value of this type can never come back from a child, which may send less than it is sent. */
    void checkResult(String call, String what, Type type);

    /**
     * The arguments as they are now: what becomes of them afterwards does not matter.
     *
     * @param limit most bytes that may come out
     */
    Payload encodeArguments(String call, List<Type> types, @Nullable Object[] arguments, long limit);

    /** Once for each payload, whose arrays are the caller's then. */
    @Nullable
    Object[] decodeArguments(String call, List<Type> types, Payload payload);

    /**
     * The result, which is not to be changed until it is sent: a large array is not copied.
     *
     * @param limit most bytes that may come out
     */
    Payload encodeResult(String call, Type type, @Nullable Object result, long limit);

    /**
     * Also safe for bytes that a hostile child made: gives only what {@code type} declares. May run code of the application
     * and take any time, so not on a thread that somebody else needs. Whatever that code throws becomes the fault.
     */
    @Nullable
    Object decodeResult(String call, Type type, Payload payload);

    /**
     * The same where no code of the application runs and next to no time is needed; else {@link #NOT_AT_ONCE}.
     */
    @Nullable
    Object decodeResultAtOnce(String call, Type type, Payload payload);

    /** The result is to be decoded by {@link #decodeResult}, elsewhere. */
    Object NOT_AT_ONCE = new Object();
}
