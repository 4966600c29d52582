package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.SerializationConstructors;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a throwable with the state of its JDK class by a constructor of a JDK class: for a JDK class by one of its
 * own, for an application class by one of the nearest JDK superclass that has a suitable one, so that no application
 * code runs.
 */
final class ThrowableFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ThrowableFactory.class);

    /**
     * Without a cause those without a cause parameter come first, since they leave the cause open. A lone
     * {@code detail} is an {@code Object}.
     */
    private static final List<List<String>> WITHOUT_CAUSE = List.of(
            List.of(JdkExceptionState.MESSAGE),
            List.of(JdkExceptionState.MESSAGE, JdkExceptionState.CAUSE),
            List.of(JdkExceptionState.CAUSE, JdkExceptionState.MESSAGE),
            List.of(JdkExceptionState.DETAIL),
            List.of());

    private static final List<List<String>> WITH_CAUSE = List.of(
            List.of(JdkExceptionState.MESSAGE, JdkExceptionState.CAUSE),
            List.of(JdkExceptionState.CAUSE, JdkExceptionState.MESSAGE),
            List.of(JdkExceptionState.CAUSE),
            List.of(JdkExceptionState.MESSAGE),
            List.of(JdkExceptionState.DETAIL),
            List.of());

    private final Class<? extends Throwable> type;
    private final boolean byConstructors;

    /** @param byConstructors whether to run the class's own constructors, for a JVM that has no other way */
    ThrowableFactory(Class<? extends Throwable> type, boolean byConstructors) {
        this.type = type;
        this.byConstructors = byConstructors || Fields.isPlatform(type);
    }

    /** The classes whose constructors may create it, the preferred one first. */
    List<Class<?>> creators() {
        return byConstructors
                ? List.of(type)
                : Stream.<Class<?>>iterate(
                                Fields.platformSuperclass(type), at -> at != Object.class, Class::getSuperclass)
                        .toList();
    }

    /** Whether an object that this class's constructor creates lacks the state of a JDK class below it. */
    boolean losesState(Class<?> creator) {
        if (byConstructors) {
            return false;
        }
        for (Class<?> at = Fields.platformSuperclass(type); at != creator; at = at.getSuperclass()) {
            if (Stream.of(at.getDeclaredFields()).anyMatch(field -> !Modifier.isStatic(field.getModifiers()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Creates candidates until one passes; returns that one or null.
     *
     * @param state values that the getters of the JDK class must return, by their names
     */
    @Nullable
    Throwable make(
            Class<?> creator,
            @Nullable String message,
            @Nullable Throwable cause,
            Map<String, Object> state,
            Predicate<Throwable> passes) {
        Constructor<?>[] constructors = constructors(creator);
        for (List<String> shape : shapes(creator, cause != null)) {
            for (Constructor<?> constructor : constructors) {
                if (fits(constructor, shape)) {
                    @Nullable Object[] arguments = new @Nullable Object[shape.size()];
                    for (int i = 0; i < arguments.length; i++) {
                        arguments[i] =
                                argument(shape.get(i), constructor.getParameterTypes()[i], message, cause, state);
                    }
                    Throwable made = invoke(constructor, arguments);
                    if (made != null && passes.test(made)) {
                        return made;
                    }
                }
            }
        }
        return null;
    }

    private Constructor<?>[] constructors(Class<?> creator) {
        try {
            return creator.getDeclaredConstructors();
        } catch (LinkageError e) {
            // A constructor's signature names a class that is missing here.
            LOG.debug("No constructor of {} is known: {}", creator.getName(), FieldValueCodec.reason(e));
            return new Constructor<?>[0];
        }
    }

    private static List<List<String>> shapes(Class<?> creator, boolean withCause) {
        Comparator<List<String>> order =
                Comparator.comparing(shape -> shape.contains(JdkExceptionState.CAUSE) != withCause);
        return Stream.concat(
                        JdkExceptionState.shapes(creator).stream().sorted(order),
                        (withCause ? WITH_CAUSE : WITHOUT_CAUSE).stream())
                .toList();
    }

    private boolean fits(Constructor<?> constructor, List<String> shape) {
        Class<?>[] types = constructor.getParameterTypes();
        if (types.length != shape.size() || (!byConstructors && Modifier.isPrivate(constructor.getModifiers()))) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            boolean fits =
                    switch (shape.get(i)) {
                        case JdkExceptionState.MESSAGE -> types[i] == String.class;
                        case JdkExceptionState.CAUSE -> Throwable.class.isAssignableFrom(types[i]);
                        case JdkExceptionState.DETAIL -> types[i] == Object.class;
                        default ->
                            types[i].isAssignableFrom(
                                    JdkExceptionState.typeOf(shape.get(i), constructor.getDeclaringClass()));
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object argument(
            String word,
            Class<?> type,
            @Nullable String message,
            @Nullable Throwable cause,
            Map<String, Object> state) {
        return switch (word) {
            case JdkExceptionState.MESSAGE, JdkExceptionState.DETAIL -> message;
            case JdkExceptionState.CAUSE -> cause;
            default -> state.containsKey(word) ? state.get(word) : Array.get(Array.newInstance(type, 1), 0);
        };
    }

    private @Nullable Throwable invoke(Constructor<?> constructor, @Nullable Object[] arguments) {
        try {
            Constructor<?> usable = byConstructors ? constructor : SerializationConstructors.make(type, constructor);
            return usable.trySetAccessible() ? (Throwable) usable.newInstance(arguments) : null;
        } catch (Throwable e) {
            // The constructor rejects this message or cause, or application code failed; the next one may succeed.
            LOG.debug("{} does not rebuild a worker's {}: {}", constructor, type.getName(), FieldValueCodec.reason(e));
            return null;
        }
    }
}
