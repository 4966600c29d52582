package io.asynccpu.codec;

import io.asynccpu.api.RemoteTaskException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes throwables of {@link FailureData}. The class is one that the loader has and that extends {@code Throwable}, checked
 * before any of its code runs; the object counts only if it says the same message and has the same cause.
 */
final class ThrowableBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(ThrowableBuilder.class);

    private final ClassLoader loader;
    private final StandIn standIn;
    private final UnaryOperator<StackTraceElement> frames;

    /** Makes a throwable for one whose class is not here or gives no faithful object. */
    interface StandIn {
        Throwable of(FailureData data, @Nullable Throwable cause);
    }

    ThrowableBuilder(ClassLoader loader) {
        this(
                loader,
                (data, cause) -> new RemoteTaskException(data.className(), data.message(), cause),
                UnaryOperator.identity());
    }

    ThrowableBuilder(ClassLoader loader, StandIn standIn, UnaryOperator<StackTraceElement> frames) {
        this.loader = loader;
        this.standIn = standIn;
        this.frames = frames;
    }

    Throwable build(FailureData data) {
        Throwable cause = data.cause() == null ? null : build(data.cause());
        Throwable failure = create(data, cause);
        if (failure == null) {
            failure = standIn.of(data, cause);
        }
        failure.setStackTrace(frames(data));
        suppress(failure, data.suppressed());
        return failure;
    }

    private void suppress(Throwable failure, List<FailureData> suppressed) {
        // Its constructor may have made some, as it did in the child; those must not come twice.
        List<Throwable> made = new ArrayList<>(List.of(failure.getSuppressed()));
        for (FailureData each : suppressed) {
            Optional<Throwable> same =
                    made.stream().filter(one -> isTheSame(one, each)).findFirst();
            if (same.isPresent()) {
                made.remove(same.get());
                same.get().setStackTrace(frames(each));
            } else {
                failure.addSuppressed(build(each));
            }
        }
    }

    private static boolean isTheSame(Throwable made, FailureData data) {
        try {
            return made.getClass().getName().equals(data.className())
                    && Objects.equals(made.getMessage(), data.message());
        } catch (RuntimeException | Error e) {
            LOG.debug("A {} does not say its message: {}", data.className(), e.toString());
            return false;
        }
    }

    private StackTraceElement[] frames(FailureData data) {
        return data.frames().stream().map(frames).toArray(StackTraceElement[]::new);
    }

    private @Nullable Throwable create(FailureData data, @Nullable Throwable cause) {
        Class<? extends Throwable> type = find(data.className());
        if (type == null) {
            return null;
        }
        // The widest fitting form first; without a cause the narrow one, which leaves initCause open as it was.
        List<Form> forms = cause == null ? Form.WITHOUT_CAUSE : Form.WITH_CAUSE;
        for (Form form : forms) {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (form.fits(constructor)) {
                    Throwable candidate = invoke(constructor, form, data, cause);
                    if (candidate != null && isFaithful(candidate, type, data, cause)) {
                        return candidate;
                    }
                }
            }
        }
        return null;
    }

    private @Nullable Class<? extends Throwable> find(String name) {
        try {
            Class<?> found = NamedClasses.find(name, loader);
            return Throwable.class.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers())
                    ? found.asSubclass(Throwable.class)
                    : null;
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("A worker's failure of class {} is not rebuilt: {}", name, e.toString());
            return null;
        }
    }

    private static @Nullable Throwable invoke(
            Constructor<?> constructor, Form form, FailureData data, @Nullable Throwable cause) {
        try {
            if (!constructor.trySetAccessible()) {
                return null;
            }
            Throwable made = (Throwable) constructor.newInstance(form.arguments(data.message(), cause));
            if (cause != null && made.getCause() != cause) {
                made.initCause(cause);
            }
            return made;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // A constructor that does not take this message or cause; the next may.
            LOG.debug("{} does not rebuild a worker's failure: {}", constructor, e.toString());
            return null;
        }
    }

    private static boolean isFaithful(Throwable candidate, Class<?> type, FailureData data, @Nullable Throwable cause) {
        try {
            return candidate.getClass() == type
                    && Objects.equals(candidate.getMessage(), data.message())
                    && candidate.getCause() == cause;
        } catch (RuntimeException | Error e) {
            LOG.debug("A rebuilt {} does not say its message: {}", type.getName(), e.toString());
            return false;
        }
    }

    /** Shapes of constructors, in terms of message and cause. */
    private enum Form {
        MESSAGE,
        MESSAGE_AND_CAUSE,
        CAUSE_AND_MESSAGE,
        CAUSE,
        DETAIL,
        NOTHING;

        static final List<Form> WITHOUT_CAUSE = List.of(MESSAGE, MESSAGE_AND_CAUSE, CAUSE_AND_MESSAGE, DETAIL, NOTHING);
        static final List<Form> WITH_CAUSE =
                List.of(MESSAGE_AND_CAUSE, CAUSE_AND_MESSAGE, CAUSE, MESSAGE, DETAIL, NOTHING);

        boolean fits(Constructor<?> constructor) {
            Class<?>[] types = constructor.getParameterTypes();
            return switch (this) {
                case MESSAGE -> types.length == 1 && types[0] == String.class;
                case MESSAGE_AND_CAUSE -> types.length == 2 && types[0] == String.class && isCause(types[1]);
                case CAUSE_AND_MESSAGE -> types.length == 2 && isCause(types[0]) && types[1] == String.class;
                case CAUSE -> types.length == 1 && isCause(types[0]);
                case DETAIL -> types.length == 1 && types[0] == Object.class;
                case NOTHING -> types.length == 0;
            };
        }

        @Nullable
        Object[] arguments(@Nullable String message, @Nullable Throwable cause) {
            return switch (this) {
                case MESSAGE, DETAIL -> new @Nullable Object[] {message};
                case MESSAGE_AND_CAUSE -> new @Nullable Object[] {message, cause};
                case CAUSE_AND_MESSAGE -> new @Nullable Object[] {cause, message};
                case CAUSE -> new @Nullable Object[] {cause};
                case NOTHING -> new @Nullable Object[0];
            };
        }

        private static boolean isCause(Class<?> type) {
            return Throwable.class.isAssignableFrom(type);
        }
    }
}
