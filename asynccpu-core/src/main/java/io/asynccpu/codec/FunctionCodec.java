package io.asynccpu.codec;

import io.asynccpu.api.TaskNotSerializableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Functions as bytes and what they say of themselves. Functions go from the parent to a child only; never decode one that
 * came from a child. Stateless.
 */
public final class FunctionCodec {

    private static final String REMEDY =
            "cast the lambda to (Callable<T> & Serializable) or (Runnable & Serializable), or"
                    + " pass it to createProcessTask, whose functions are serializable by themselves";

    private FunctionCodec() {}

    /** Name and types of a {@code TaskFunction0} to {@code 4}, {@code Callable} or {@code Runnable}. */
    public static FunctionSignature describe(Serializable function) {
        return SignatureReader.read(function);
    }

    /** As {@link #describe}, but the result is what the returned {@code CompletionStage} completes with. */
    public static FunctionSignature describeAsync(Serializable function) {
        FunctionSignature signature = SignatureReader.read(function);
        List<Type> completed = TypeArguments.find(signature.resultType(), CompletionStage.class);
        return new FunctionSignature(
                signature.name(), signature.parameterTypes(), completed == null ? Object.class : completed.get(0));
    }

    /** Whether all functions of this one's class are the same: a lambda or method reference that captured nothing. */
    public static boolean isConstant(Serializable function) {
        SerializedLambda lambda = SerializedLambdas.find(function);
        return lambda != null && lambda.getCapturedArgCount() == 0;
    }

    /** Whether a function of this result type is one for {@link #describeAsync}. */
    public static boolean isStage(Type resultType) {
        return TypeArguments.find(resultType, CompletionStage.class) != null;
    }

    /**
     * The task itself, if it can cross.
     *
     * @throws TaskNotSerializableException if it is a plain lambda or another object that is not serializable
     */
    public static Serializable requireSerializable(Object task) {
        if (task instanceof Serializable serializable) {
            return serializable;
        }
        throw new TaskNotSerializableException(
                task.getClass().getName() + " cannot cross to a worker: it is not serializable; " + REMEDY, null);
    }

    /**
     * @throws TaskNotSerializableException if something that the function holds is not serializable, with the way to it
     */
    public static byte[] encode(Serializable function) {
        return encode(function, Integer.MAX_VALUE);
    }

    /**
     * @param limit most bytes that may come out
     * @throws TaskNotSerializableException if it is larger, or if something that it holds is not serializable
     */
    public static byte[] encode(Serializable function, long limit) {
        String name = nameOf(function);
        PayloadBuffer out = new PayloadBuffer(limit);
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(function);
        } catch (NotSerializableException e) {
            UncrossableException culprit = NotSerializablePath.explain(function, e);
            String path = culprit.path().isEmpty() ? "" : " at " + culprit.path();
            throw new TaskNotSerializableException(
                    name + ": the function cannot cross to a worker" + path + ": " + culprit.getMessage()
                            + ". What the task needs besides plain data it should make itself, or take as an argument",
                    e);
        } catch (PayloadTooLargeException e) {
            throw new TaskNotSerializableException(
                    name + ": the function with all that it captured is too large: it needs " + e.getMessage(), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new TaskNotSerializableException(name + ": the function cannot cross to a worker: " + e, e);
        }
        return out.toByteArray();
    }

    /**
     * In the child only.
     *
     * @param loader of the application's classes
     * @throws TaskNotSerializableException if a class is missing here or differs from the parent's
     */
    public static Serializable decode(byte[] bytes, ClassLoader loader) {
        try (ObjectInputStream objects = new LoaderObjectInputStream(new ByteArrayInputStream(bytes), loader)) {
            return (Serializable) objects.readObject();
        } catch (ClassNotFoundException e) {
            throw new TaskNotSerializableException(
                    "The function's class " + e.getMessage() + " is not on the worker's class path", e);
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new TaskNotSerializableException("The function cannot be read in the worker: " + e, e);
        }
    }

    private static String nameOf(Serializable function) {
        try {
            return SignatureReader.read(function).name();
        } catch (IllegalArgumentException | TypeNotPresentException e) {
            return function.getClass().getName();
        }
    }
}
