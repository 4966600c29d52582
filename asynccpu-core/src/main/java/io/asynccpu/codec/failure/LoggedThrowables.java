package io.asynccpu.codec.failure;

import io.asynccpu.codec.concurrent.OwnThread;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.SerializationConstructors;
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
 * What a throwable becomes that stands in a line of a worker's log, where layouts ask for the name of its class. The thread that
 * writes the line is one that tasks need, so nothing of the application may run when the throwable is made, nor when it is asked
 * whatever the JDK's throwables can be asked. Thread-safe.
 */
public final class LoggedThrowables {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedThrowables.class);

    private static final Duration TIME_TO_INITIALISE = Duration.ofSeconds(1);

    private static final ClassValue<Boolean> ARE_MUTE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return SerializationConstructors.areThere() && !overrides(type) && initialises(type);
        }
    };

    private static final ClassValue<NamedThrowables> STAND_INS = new ClassValue<>() {
        @Override
        protected NamedThrowables computeValue(Class<?> type) {
            return NamedThrowables.of(type.getName());
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
                        LoggedThrowables::isMute,
                        LoggedThrowables::standIn,
                        RemoteThrowable::localForm,
                        false)
                .build(new FailureData.Report(throwable.data(), List.of()));
    }

    /** Whether all that its objects say is said by the JDK's code. */
    private static boolean isMute(Class<?> type) {
        return Fields.isPlatform(type) || ARE_MUTE.get(type);
    }

    /**
     * One that holds only data.
     *
     * @param type whose name it has if it is the application's; null if it is not here
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
            // One of them names a class that is not here.
            return true;
        }
    }

    private static List<Object> signature(Method method) {
        return List.of(method.getName(), List.of(method.getParameterTypes()));
    }

    /** The last that runs of its own code, once, and for as long as it likes. */
    private static boolean initialises(Class<?> type) {
        try {
            OwnThread.call(
                    "asynccpu-logged-class",
                    TIME_TO_INITIALISE,
                    () -> Class.forName(type.getName(), true, type.getClassLoader()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            // No word of what the application's code has thrown, which would have to be asked for it.
            LOG.warn(
                    "Exceptions of {} from workers are logged as data: here the class failed to be initialised, or took"
                            + " longer than {} s",
                    type.getName(),
                    TIME_TO_INITIALISE.toSeconds());
        }
        return false;
    }
}
