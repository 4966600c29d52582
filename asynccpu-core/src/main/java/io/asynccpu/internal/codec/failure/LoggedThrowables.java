package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.SerializationConstructors;
import io.asynccpu.internal.concurrent.TimeLimitedCall;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts a throwable in a worker's log line to an object for layouts that print the name of its class. The thread
 * that writes the line is one that tasks need. So no application code may run when the throwable is created, nor when a
 * method of it is called. Thread-safe.
 */
public final class LoggedThrowables {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedThrowables.class);

    private static final Duration TIME_TO_INITIALIZE = Duration.ofSeconds(1);

    private static final ClassValue<Boolean> ARE_INERT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return SerializationConstructors.areAvailable() && !overrides(type) && initializes(type);
        }
    };

    private static final ClassValue<StandInClass> STAND_INS = new ClassValue<>() {
        @Override
        protected StandInClass computeValue(Class<?> type) {
            return StandInClass.of(type.getName());
        }
    };

    private LoggedThrowables() {}

    /**
     * The same throwable and its causes as objects of the classes that they had in the child, or of generated classes with the
     * same names.
     *
     * @param loader of the application's classes
     */
    public static Throwable of(RemoteThrowable throwable, ClassLoader loader) {
        return new ThrowableBuilder(
                        loader,
                        null,
                        LoggedThrowables::isInert,
                        LoggedThrowables::standIn,
                        RemoteThrowable::localForm,
                        false)
                .build(new FailureData.Report(throwable.data(), List.of()));
    }

    /** Whether all methods of its objects are the JDK's. */
    private static boolean isInert(Class<?> type) {
        return Fields.isPlatform(type) || ARE_INERT.get(type);
    }

    /**
     * Creates a throwable that holds only data.
     *
     * @param type whose name the created class has if it is the application's; null if the class is not found
     */
    private static RemoteThrowable standIn(FailureData data, @Nullable Class<?> type, @Nullable Throwable cause) {
        return type == null || Fields.isPlatform(type)
                ? new RemoteThrowable(data, cause)
                : STAND_INS.get(type).make(data, cause);
    }

    private static boolean overrides(Class<?> type) {
        try {
            Set<List<Object>> platforms = new HashSet<>();
            for (Class<?> at = Fields.platformSuperclass(type); at != null; at = at.getSuperclass()) {
                for (Method method : at.getDeclaredMethods()) {
                    if (!Modifier.isStatic(method.getModifiers())) {
                        platforms.add(signature(method));
                    }
                }
            }
            return ApplicationClasses.of(type).stream()
                    .flatMap(each -> List.of(each.getDeclaredMethods()).stream())
                    .anyMatch(method -> platforms.contains(signature(method)));
        } catch (LinkageError e) {
            // A method signature names a class that is missing here.
            return true;
        }
    }

    private static List<Object> signature(Method method) {
        return List.of(method.getName(), List.of(method.getParameterTypes()));
    }

    /** Initializes the class on another thread with a time limit: the only application code that runs. */
    private static boolean initializes(Class<?> type) {
        try {
            TimeLimitedCall.call(
                    "asynccpu-logged-class",
                    TIME_TO_INITIALIZE,
                    () -> Class.forName(type.getName(), true, type.getClassLoader()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            // The exception is not logged, since its methods are application code.
            LOG.warn(
                    "Exceptions of {} from workers are logged as data: the initialization of the class failed here, or took"
                            + " longer than {} s",
                    type.getName(),
                    TIME_TO_INITIALIZE.toSeconds());
        }
        return false;
    }
}
