package io.asynccpu.codec.failure;

import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.SerializationConstructors;
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
 * Makes a throwable with what its JDK class holds, by a constructor of that class: for a class of the JDK its own, for one of
 * the application that of the superclass nearest to it that has a fitting one, so that nothing of the application's is run.
 */
final class ThrowableCreation {

    private static final Logger LOG = LoggerFactory.getLogger(ThrowableCreation.class);

    /** Without a cause the narrow ones first, which leave it open. A lone {@code detail} is an {@code Object}. */
    private static final List<List<String>> WITHOUT_CAUSE = List.of(
            List.of(JdkState.MESSAGE),
            List.of(JdkState.MESSAGE, JdkState.CAUSE),
            List.of(JdkState.CAUSE, JdkState.MESSAGE),
            List.of(JdkState.DETAIL),
            List.of());

    private static final List<List<String>> WITH_CAUSE = List.of(
            List.of(JdkState.MESSAGE, JdkState.CAUSE),
            List.of(JdkState.CAUSE, JdkState.MESSAGE),
            List.of(JdkState.CAUSE),
            List.of(JdkState.MESSAGE),
            List.of(JdkState.DETAIL),
            List.of());

    private final Class<? extends Throwable> type;
    private final boolean byConstructors;

    /**
     * @param byConstructors whether to run the class's own constructors: where the JVM has no other way
     */
    ThrowableCreation(Class<? extends Throwable> type, boolean byConstructors) {
        this.type = type;
        this.byConstructors = byConstructors || Fields.isPlatform(type);
    }

    /** The classes whose constructors may make it, the best one first. */
    List<Class<?>> creators() {
        return byConstructors
                ? List.of(type)
                : Stream.<Class<?>>iterate(
                                Fields.platformSuperclass(type), at -> at != Object.class, Class::getSuperclass)
                        .toList();
    }

    /** Whether an object that this one makes lacks what a class of the JDK between the two holds. */
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
     * The first one that passes, or null.
     *
     * @param state what getters of the JDK's class are to give, by their names
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
            // One of them names a class that is not here.
            LOG.debug("No constructor of {} is known: {}", creator.getName(), FieldValues.reason(e));
            return new Constructor<?>[0];
        }
    }

    private static List<List<String>> shapes(Class<?> creator, boolean withCause) {
        Comparator<List<String>> order = Comparator.comparing(shape -> shape.contains(JdkState.CAUSE) != withCause);
        return Stream.concat(
                        JdkState.shapes(creator).stream().sorted(order),
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
                        case JdkState.MESSAGE -> types[i] == String.class;
                        case JdkState.CAUSE -> Throwable.class.isAssignableFrom(types[i]);
                        case JdkState.DETAIL -> types[i] == Object.class;
                        default ->
                            types[i].isAssignableFrom(JdkState.typeOf(shape.get(i), constructor.getDeclaringClass()));
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
            case JdkState.MESSAGE, JdkState.DETAIL -> message;
            case JdkState.CAUSE -> cause;
            default -> state.containsKey(word) ? state.get(word) : Array.get(Array.newInstance(type, 1), 0);
        };
    }

    private @Nullable Throwable invoke(Constructor<?> constructor, @Nullable Object[] arguments) {
        try {
            Constructor<?> usable = byConstructors ? constructor : SerializationConstructors.make(type, constructor);
            return usable.trySetAccessible() ? (Throwable) usable.newInstance(arguments) : null;
        } catch (Throwable e) {
            // One that does not take this message or cause, or the class's own code has failed; the next may do.
            LOG.debug("{} does not rebuild a worker's {}: {}", constructor, type.getName(), FieldValues.reason(e));
            return null;
        }
    }
}
