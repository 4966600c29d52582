package io.asynccpu.codec.failure;

import io.asynccpu.codec.reflect.Fields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods of throwables as the JDK's class has them, whatever an application's class makes of them: as {@code super} calls
 * them in the class directly below the JDK's. Where its module does not allow that, the application's are called. All may throw anything.
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
            // Never the application's: what that does with a throwable as its own cause nobody knows.
            MethodHandle special = special(throwable, initCauseMethod());
            if (special == null) {
                throwable.initCause(throwable);
            } else {
                special.invokeWithArguments(throwable, throwable);
            }
            return false;
        } catch (IllegalArgumentException e) {
            // "Self-causation not permitted" is the complaint only where no cause stands.
            return e.getCause() == throwable;
        } catch (IllegalStateException | IllegalAccessException e) {
            return false;
        }
    }

    private static Method initCauseMethod() throws NoSuchMethodException {
        return Throwable.class.getMethod("initCause", Throwable.class);
    }

    /** What a method without parameters gives. */
    static @Nullable Object call(Throwable throwable, Class<?> owner, String name) throws Throwable {
        return call(throwable, owner, name, new Class<?>[0]);
    }

    /**
     * @param owner the JDK's class that has the public method
     */
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

    /** Null if it makes no difference. */
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
            // A class that some other method of it names is missing.
            return true;
        }
    }
}
