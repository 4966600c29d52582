package io.asynccpu.internal.codec.function;

import io.asynccpu.api.TaskFunction0;
import io.asynccpu.api.TaskFunction1;
import io.asynccpu.api.TaskFunction2;
import io.asynccpu.api.TaskFunction3;
import io.asynccpu.api.TaskFunction4;
import io.asynccpu.internal.codec.java.SerializedLambdas;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads the signature of a function. A method reference has the types of its method. For a lambda only classes are
 * known, since its body has lost its type arguments. Another object has the type arguments of the interface that it
 * implements.
 */
final class SignatureReader {

    private static final List<Class<?>> WITH_RESULT = List.of(
            TaskFunction0.class,
            TaskFunction1.class,
            TaskFunction2.class,
            TaskFunction3.class,
            TaskFunction4.class,
            Callable.class);

    private SignatureReader() {}

    static FunctionSignature read(Object function) {
        SerializedLambda lambda = SerializedLambdas.find(function);
        return lambda == null
                ? ofObject(function)
                : ofLambda(lambda, function.getClass().getClassLoader());
    }

    private static FunctionSignature ofObject(Object function) {
        String name = simpleName(function.getClass().getName());
        for (Class<?> shape : WITH_RESULT) {
            List<Type> arguments = TypeArguments.find(function.getClass(), shape);
            if (arguments != null) {
                int last = arguments.size() - 1;
                return new FunctionSignature(name, arguments.subList(0, last), arguments.get(last));
            }
        }
        if (function instanceof Runnable) {
            return new FunctionSignature(name, List.of(), void.class);
        }
        throw new IllegalArgumentException(function.getClass().getName()
                + " is not a function: implement TaskFunction0 to 4, Callable or Runnable");
    }

    private static FunctionSignature ofLambda(SerializedLambda lambda, @Nullable ClassLoader loader) {
        MethodType shape = MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader);
        Executable method = isReference(lambda) ? referencedMethod(lambda, loader) : null;
        List<Type> parameters = new ArrayList<>(shape.parameterList());
        Type result = shape.returnType();
        if (method != null) {
            List<Type> declared = parametersOf(method, lambda);
            for (int i = 0; i < parameters.size() && declared.size() == parameters.size(); i++) {
                parameters.set(i, moreExact(declared.get(i), shape.parameterType(i)));
            }
            if (shape.returnType() != void.class && method instanceof Method called) {
                result = moreExactResult(called.getGenericReturnType(), shape.returnType());
            }
        }
        return new FunctionSignature(nameOf(lambda), parameters, result);
    }

    private static boolean isReference(SerializedLambda lambda) {
        return !lambda.getImplMethodName().startsWith("lambda$");
    }

    private static @Nullable Executable referencedMethod(SerializedLambda lambda, @Nullable ClassLoader loader) {
        Class<?> owner;
        try {
            owner = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "The class " + lambda.getImplClass() + " of the function is not on this class path", e);
        }
        MethodType type = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
        if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
            return Arrays.stream(owner.getDeclaredConstructors())
                    .filter(each -> Arrays.equals(each.getParameterTypes(), type.parameterArray()))
                    .findFirst()
                    .orElse(null);
        }
        return method(owner, lambda.getImplMethodName(), type);
    }

    /**
     * Searches superclasses and interfaces, too, since the compiler names the class through which the method was
     * called.
     */
    private static @Nullable Method method(@Nullable Class<?> owner, String name, MethodType type) {
        if (owner == null) {
            return null;
        }
        for (Method each : owner.getDeclaredMethods()) {
            if (each.getName().equals(name)
                    && each.getReturnType() == type.returnType()
                    && Arrays.equals(each.getParameterTypes(), type.parameterArray())) {
                return each;
            }
        }
        Method inherited = method(owner.getSuperclass(), name, type);
        for (Class<?> parent : owner.getInterfaces()) {
            inherited = inherited != null ? inherited : method(parent, name, type);
        }
        return inherited;
    }

    /** The parameters of the function: with an unbound receiver, without captured values. */
    private static List<Type> parametersOf(Executable method, SerializedLambda lambda) {
        List<Type> types = new ArrayList<>();
        if (method instanceof Method && !Modifier.isStatic(method.getModifiers())) {
            types.add(method.getDeclaringClass());
        }
        types.addAll(Arrays.asList(method.getGenericParameterTypes()));
        return types.subList(Math.min(lambda.getCapturedArgCount(), types.size()), types.size());
    }

    /** The method's own type if it is more specific than the class that the call site passes. */
    private static Type moreExact(Type declared, Class<?> passed) {
        if (declared instanceof ParameterizedType parameterized) {
            return parameterized.getRawType() == passed ? declared : passed;
        }
        if (declared instanceof Class<?> known) {
            return known.isPrimitive() ? declared : passed;
        }
        return declared instanceof GenericArrayType && passed.isArray() ? declared : passed;
    }

    private static Type moreExactResult(Type returned, Class<?> expected) {
        return returned instanceof Class<?> || returned instanceof ParameterizedType ? returned : expected;
    }

    private static String nameOf(SerializedLambda lambda) {
        String method = lambda.getImplMethodName();
        if (isReference(lambda)) {
            return simpleName(lambda.getImplClass()) + "::" + (method.equals("<init>") ? "new" : method);
        }
        String[] parts = method.split("\\$", -1);
        String where = parts.length > 2 && !parts[1].equals("static") && !parts[1].equals("new") ? "." + parts[1] : "";
        return "lambda in " + simpleName(lambda.getCapturingClass()) + where;
    }

    private static String simpleName(String className) {
        String name = className.replace('/', '.');
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
