package io.asynccpu.internal.codec.java;

import io.asynccpu.internal.codec.reflect.UntrustedClassNames;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The serialized form of lambdas and method references. */
public final class SerializedLambdas {

    private SerializedLambdas() {}

    /** The serialized form, or null if the object is not a serializable lambda. */
    public static @Nullable SerializedLambda find(Object function) {
        if (!function.getClass().isSynthetic()) {
            return null;
        }
        try {
            // The compiler adds this private method to every serializable lambda.
            Method method = function.getClass().getDeclaredMethod("writeReplace");
            return method.trySetAccessible() && method.invoke(function) instanceof SerializedLambda lambda
                    ? lambda
                    : null;
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "The serialized form of a lambda cannot be read: " + function.getClass(), e);
        }
    }

    /** Like {@link #find}, but also null if the lambda captured a value. */
    public static @Nullable SerializedLambda findConstant(Object function) {
        SerializedLambda lambda = find(function);
        return lambda == null || lambda.getCapturedArgCount() > 0 ? null : lambda;
    }

    public static void writeConstant(SerializedLambda lambda, DataOutput out) throws IOException {
        out.writeUTF(lambda.getCapturingClass());
        out.writeUTF(lambda.getFunctionalInterfaceClass());
        out.writeUTF(lambda.getFunctionalInterfaceMethodName());
        out.writeUTF(lambda.getFunctionalInterfaceMethodSignature());
        out.writeByte(lambda.getImplMethodKind());
        out.writeUTF(lambda.getImplClass());
        out.writeUTF(lambda.getImplMethodName());
        out.writeUTF(lambda.getImplMethodSignature());
        out.writeUTF(lambda.getInstantiatedMethodType());
    }

    /** Reads what {@link #writeConstant} wrote and creates the lambda. */
    public static Object readConstant(DataInput in, ClassLoader loader)
            throws IOException, ReflectiveOperationException {
        Class<?> capturing = UntrustedClassNames.find(in.readUTF().replace('/', '.'), loader);
        SerializedLambda lambda = new SerializedLambda(
                capturing,
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readByte(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                new Object[0]);
        // The compiler adds this private method to every class that contains serializable lambdas.
        Method method = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
        method.setAccessible(true);
        return method.invoke(null, lambda);
    }
}
