package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.reflect.Fields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods of throwables as the JDK implements them, past all overrides in application classes, as a {@code super}
 * call in the class directly below the JDK's does. Where the module of that class does not allow it, the overrides are
 * called. All methods may throw anything.
 */
final class ThrowableMethods {

    private ThrowableMethods() {}

    static @Nullable String message(Throwable throwable) throws Throwable {
        return (String) call(throwable, Throwable.class, "getMessage");
    }

    static @Nullable Throwable cause(Throwable throwable) throws Throwable {
        return (Throwable) call(throwable, Throwable.class, "getCause");
    }

    static StackTraceElement @Nullable [] stackTrace(Throwable throwable) throws Throwable {
        return (StackTraceElement[]) call(throwable, Throwable.class, "getStackTrace");
    }

    static void setStackTrace(Throwable throwable, StackTraceElement[] frames) throws Throwable {
        call(throwable, Throwable.class, "setStackTrace", new Class<?>[] {StackTraceElement[].class}, (Object) frames);
    }

    static void initCause(Throwable throwable, @Nullable Throwable cause) throws Throwable {
        call(throwable, Throwable.class, "initCause", new Class<?>[] {Throwable.class}, cause);
    }

    /** Whether {@link #initCause} may still be called; changes nothing. */
    static boolean isCauseOpen(Throwable throwable) throws Throwable {
        try {
            // Never an override, which may do anything with a throwable as its own cause.
            MethodHandle special = special(throwable, initCauseMethod());
            if (special == null) {
                throwable.initCause(throwable);
            } else {
                special.invokeWithArguments(throwable, throwable);
            }
            return false;
        } catch (IllegalArgumentException e) {
            // Only a throwable without a cause answers "Self-causation not permitted".
            return e.getCause() == throwable;
        } catch (IllegalStateException | IllegalAccessException e) {
            return false;
        }
    }

    private static Method initCauseMethod() throws NoSuchMethodException {
        return Throwable.class.getMethod("initCause", Throwable.class);
    }

    /** The result of a method without parameters. */
    static @Nullable Object call(Throwable throwable, Class<?> owner, String name) throws Throwable {
        return call(throwable, owner, name, new Class<?>[0]);
    }

    /** @param owner the JDK class that declares the public method */
    static @Nullable Object call(
            Throwable throwable, Class<?> owner, String name, Class<?>[] parameters, @Nullable Object... arguments)
            throws Throwable {
        Method method = owner.getMethod(name, parameters);
        MethodHandle special = specialIfAllowed(throwable, method);
        if (special != null) {
            List<@Nullable Object> all = new ArrayList<>();
            all.add(throwable);
            all.addAll(Arrays.asList(arguments));
            return special.invokeWithArguments(all);
        }
        try {
            return method.invoke(throwable, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static @Nullable MethodHandle specialIfAllowed(Throwable throwable, Method method) {
        try {
            return special(throwable, method);
        } catch (IllegalAccessException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** Null if the method is not overridden. */
    private static @Nullable MethodHandle special(Throwable throwable, Method method) throws IllegalAccessException {
        List<Class<?>> classes = ApplicationClasses.of(throwable.getClass());
        if (classes.isEmpty() || !mayBeOverridden(throwable, method)) {
            return null;
        }
        Class<?> lowest = classes.get(0);
        return MethodHandles.privateLookupIn(lowest, MethodHandles.lookup())
                .unreflectSpecial(method, lowest)
                .asFixedArity();
    }

    private static boolean mayBeOverridden(Throwable throwable, Method method) {
        try {
            Method called = throwable.getClass().getMethod(method.getName(), method.getParameterTypes());
            return !Fields.isPlatform(called.getDeclaringClass());
        } catch (NoSuchMethodException | RuntimeException | LinkageError e) {
            // The signature of another method names a class that is missing here.
            return true;
        }
    }
}
