package io.asynccpu.codec.java;

import io.asynccpu.codec.reflect.NamedClasses;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What a serializable lambda or method reference tells of itself. */
public final class SerializedLambdas {

    private SerializedLambdas() {}

    /** Null if the object is no serializable lambda. */
    public static @Nullable SerializedLambda find(Object function) {
        if (!function.getClass().isSynthetic()) {
            return null;
        }
        try {
            // The compiler gives every serializable lambda this private method.
            Method method = function.getClass().getDeclaredMethod("writeReplace");
            return method.trySetAccessible() && method.invoke(function) instanceof SerializedLambda lambda
                    ? lambda
                    : null;
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("A lambda does not tell its form: " + function.getClass(), e);
        }
    }

    /** Like {@link #find}, but null also if it captured something. */
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

    /** What {@link #writeConstant} has written, as the lambda itself. */
    public static Object readConstant(DataInput in, ClassLoader loader)
            throws IOException, ReflectiveOperationException {
        Class<?> capturing = NamedClasses.find(in.readUTF().replace('/', '.'), loader);
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
        // The compiler gives every class that makes serializable lambdas this private method.
        Method method = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
        method.setAccessible(true);
        return method.invoke(null, lambda);
    }
}
