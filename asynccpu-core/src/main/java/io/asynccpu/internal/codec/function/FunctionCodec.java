package io.asynccpu.internal.codec.function;

import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.internal.codec.CodecFaults;
import io.asynccpu.internal.codec.PayloadBuffer;
import io.asynccpu.internal.codec.PayloadTooLargeException;
import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.java.LoaderObjectInputStream;
import io.asynccpu.internal.codec.java.NotSerializablePath;
import io.asynccpu.internal.codec.java.SerializedLambdas;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Converts functions to bytes and back, and describes their signatures. Functions go from the parent to a child only; a
 * function that came from a child must never be decoded. Stateless.
 */
public final class FunctionCodec {

    private static final String REMEDY =
            "cast the lambda to (Callable<T> & Serializable) or (Runnable & Serializable), or"
                    + " pass it to createProcessTask, whose functions are serializable by themselves";

    /**
     * Precedes a lambda that captured no value, written as its nine names. Java serialization would do the same, but
     * before it reads its first object the JDK looks for a logger for its filters, which takes a large part of a
     * child's start.
     */
    private static final byte CONSTANT = 1;

    private static final byte OBJECT = 2;

    private FunctionCodec() {}

    /** The name and types of a {@code TaskFunction0} to {@code 4}, {@code Callable} or {@code Runnable}. */
    public static FunctionSignature describe(Serializable function) {
        return SignatureReader.read(function);
    }

    /**
     * Like {@link #describe}, but the result type is that of the value with which the returned {@code CompletionStage}
     * completes.
     */
    public static FunctionSignature describeAsync(Serializable function) {
        FunctionSignature signature = SignatureReader.read(function);
        List<Type> completed = TypeArguments.find(signature.resultType(), CompletionStage.class);
        return new FunctionSignature(
                signature.name(), signature.parameterTypes(), completed == null ? Object.class : completed.get(0));
    }

    /**
     * Initializes the class whose method a method reference names, which is otherwise initialized at the first call.
     * The classes of other functions are initialized when the functions are read.
     */
    public static void initialize(Serializable function) throws ClassNotFoundException {
        SerializedLambda lambda = SerializedLambdas.find(function);
        if (lambda != null) {
            Class.forName(
                    lambda.getImplClass().replace('/', '.'),
                    true,
                    function.getClass().getClassLoader());
        }
    }

    /**
     * Whether all functions of this function's class are equivalent: a lambda or method reference that captured no
     * value.
     */
    public static boolean isConstant(Serializable function) {
        return SerializedLambdas.findConstant(function) != null;
    }

    /** Whether the result type is one for {@link #describeAsync}. */
    public static boolean isStage(Type resultType) {
        return TypeArguments.find(resultType, CompletionStage.class) != null;
    }

    /**
     * Returns the task.
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
     * Encodes the function.
     *
     * @throws TaskNotSerializableException if an object that the function holds is not serializable, with the path
     *     to it
     */
    public static byte[] encode(Serializable function) {
        return encode(function, Integer.MAX_VALUE);
    }

    /**
     * Encodes the function.
     *
     * @param limit the maximum size in bytes
     * @throws TaskNotSerializableException if the function is larger, or if an object that it holds is not
     *     serializable
     */
    public static byte[] encode(Serializable function, long limit) {
        PayloadBuffer out = new PayloadBuffer(limit);
        try {
            write(function, out);
        } catch (NotSerializableException e) {
            UncrossableException culprit = NotSerializablePath.explain(function, e);
            String path = culprit.path().isEmpty() ? "" : " at " + culprit.path();
            throw new TaskNotSerializableException(
                    nameOf(function) + ": the function cannot cross to a worker" + path + ": " + culprit.getMessage()
                            + ". Let the task create what it needs besides plain data, or take it as an argument",
                    e);
        } catch (PayloadTooLargeException e) {
            throw new TaskNotSerializableException(
                    nameOf(function) + ": the function with its captured values is too large: it needs "
                            + e.getMessage(),
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new TaskNotSerializableException(
                    nameOf(function) + ": the function cannot cross to a worker: "
                            + (e instanceof StackOverflowError ? CodecFaults.reason(e) : e),
                    e);
        }
        return out.toByteArray();
    }

    private static void write(Serializable function, PayloadBuffer out) throws IOException {
        SerializedLambda constant = SerializedLambdas.findConstant(function);
        if (constant != null) {
            out.write(CONSTANT);
            SerializedLambdas.writeConstant(constant, new DataOutputStream(out));
        } else {
            out.write(OBJECT);
            try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
                objects.writeObject(function);
            }
        }
    }

    /**
     * Reads a function, in the child only.
     *
     * @param loader of the application's classes
     * @throws TaskNotSerializableException if a class is missing in the child or differs from the parent's
     */
    public static Serializable decode(byte[] bytes, ClassLoader loader) {
        try {
            return (Serializable) read(new ByteArrayInputStream(bytes), loader);
        } catch (InvocationTargetException e) {
            throw new TaskNotSerializableException(
                    "The function cannot be read in the worker: " + e.getCause(), e.getCause());
        } catch (ClassNotFoundException e) {
            throw new TaskNotSerializableException(
                    "The class " + e.getMessage() + ", which the function needs, is not on the worker's class path", e);
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new TaskNotSerializableException("The function cannot be read in the worker: " + e, e);
        }
    }

    private static Object read(ByteArrayInputStream in, ClassLoader loader)
            throws IOException, ReflectiveOperationException {
        int form = in.read();
        if (form == CONSTANT) {
            return SerializedLambdas.readConstant(new DataInputStream(in), loader);
        } else if (form != OBJECT) {
            throw new IOException("Unknown form " + form + " of a function");
        }
        try (ObjectInputStream objects = new LoaderObjectInputStream(in, loader)) {
            return objects.readObject();
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
