package io.asynccpu.codec.failure;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.codec.ObjectCodec;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.FinalFields;
import io.asynccpu.codec.reflect.NamedClasses;
import io.asynccpu.codec.reflect.SerializationConstructors;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes throwables of one failure's data. The class is one that the loader has and that extends {@code Throwable}, checked
 * before any of its code runs; the object counts only if it says the same message and has the same cause. Whatever the
 * application's code throws meanwhile, out of memory included, the failure that is told of is not lost to it: it comes as
 * something simpler. Not thread-safe.
 */
final class ThrowableBuilder implements RebuiltFields.Throwables {

    private static final Logger LOG = LoggerFactory.getLogger(ThrowableBuilder.class);

    private final ClassLoader loader;
    private final @Nullable FieldValues values;
    private final Predicate<Class<?>> isWanted;
    private final StandIn standIn;
    private final UnaryOperator<StackTraceElement> frames;
    private final boolean byConstructors;
    private final Map<Integer, FailureData> held = new HashMap<>();
    private final Map<Integer, Throwable> built = new HashMap<>();
    private final Set<Integer> beingBuilt = new HashSet<>();
    private final List<Late> late = new ArrayList<>();

    /** Makes a throwable for one whose class is not here, not wanted or gives no faithful object. */
    interface StandIn {

        /**
         * @param type its class, if it is here
         */
        Throwable of(FailureData data, @Nullable Class<?> type, @Nullable Throwable cause);
    }

    private record Late(Throwable holder, RebuiltFields.Late field) {}

    ThrowableBuilder(ClassLoader loader, @Nullable ObjectCodec codec) {
        this(loader, codec, !SerializationConstructors.areThere());
    }

    /**
     * @param codec for fields; null to leave them out
     * @param byConstructors whether to run the constructors of the application's classes, as only a JVM without another way must
     */
    ThrowableBuilder(ClassLoader loader, @Nullable ObjectCodec codec, boolean byConstructors) {
        this(
                loader,
                codec == null ? null : new FieldValues(codec, 0),
                any -> true,
                (data, type, cause) -> new RemoteTaskException(data.className(), data.message(), cause),
                UnaryOperator.identity(),
                byConstructors);
    }

    /**
     * @param isWanted whether an object of a class that is found may be made
     * @param frames applied to each stack frame
     */
    ThrowableBuilder(
            ClassLoader loader,
            @Nullable FieldValues values,
            Predicate<Class<?>> isWanted,
            StandIn standIn,
            UnaryOperator<StackTraceElement> frames,
            boolean byConstructors) {
        this.loader = loader;
        this.values = values;
        this.isWanted = isWanted;
        this.standIn = standIn;
        this.frames = frames;
        this.byConstructors = byConstructors;
    }

    Throwable build(FailureData.Report report) {
        know(report.failure());
        report.held().forEach(this::know);
        Throwable failure = build(report.failure());
        late.forEach(this::set);
        return failure;
    }

    private void know(FailureData data) {
        held.put(data.number(), data);
        if (data.cause() != null) {
            know(data.cause());
        }
        data.suppressed().forEach(this::know);
    }

    @Override
    public boolean isBeingBuilt(int number) {
        return beingBuilt.contains(number);
    }

    @Override
    public @Nullable Throwable get(int number) {
        FailureData data = held.get(number);
        return data == null ? null : build(data);
    }

    private Throwable build(FailureData data) {
        Throwable known = built.get(data.number());
        if (known != null) {
            return known;
        }
        beingBuilt.add(data.number());
        Throwable cause = data.cause() == null ? null : build(data.cause());
        RebuiltFields fields = null;
        Throwable failure = null;
        Class<? extends Throwable> type = find(data.className());
        if (type != null && isWanted.test(type)) {
            fields = new RebuiltFields(type, data.fields(), values, this);
            failure = rebuild(type, data, cause, fields);
        }
        if (failure == null) {
            failure = standIn.of(data, type, cause);
        }
        beingBuilt.remove(data.number());
        built.put(data.number(), failure);
        setStack(failure, data);
        suppress(failure, data.suppressed());
        if (fields != null && failure.getClass() == type) {
            for (RebuiltFields.Late each : fields.late()) {
                late.add(new Late(failure, each));
            }
            sayLeftOut(failure, fields.leftOut());
        }
        return failure;
    }

    private @Nullable Class<? extends Throwable> find(String name) {
        try {
            Class<?> found = NamedClasses.find(name, loader);
            return Throwable.class.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers())
                    ? found.asSubclass(Throwable.class)
                    : null;
        } catch (ClassNotFoundException | RuntimeException | Error e) {
            LOG.debug("A worker's failure of class {} is not rebuilt: {}", name, FieldValues.reason(e));
            return null;
        }
    }

    private @Nullable Throwable rebuild(
            Class<? extends Throwable> type, FailureData data, @Nullable Throwable cause, RebuiltFields fields) {
        LeftOut leftOut = fields.leftOut();
        Throwable ownCause = data.causeShown() ? null : cause;
        try {
            ThrowableCreation creation = new ThrowableCreation(type, byConstructors);
            for (Class<?> creator : creation.creators()) {
                if (creation.losesState(creator)) {
                    leftOut.addOnce("what a " + Fields.platformSuperclass(type).getName() + " holds");
                }
                int before;
                do {
                    before = leftOut.size();
                    String message = leftOut.in(data.plainMessage());
                    Throwable made = creation.make(
                            creator,
                            message,
                            ownCause,
                            fields.state(),
                            candidate -> complete(candidate, type, data, cause, fields));
                    if (made != null) {
                        return made;
                    }
                } while (leftOut.size() > before);
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("A worker's {} is not rebuilt: {}", type.getName(), FieldValues.reason(e));
        }
        return null;
    }

    /** False if it does not become what it is to be. */
    private boolean complete(
            Throwable made, Class<?> type, FailureData data, @Nullable Throwable cause, RebuiltFields fields) {
        try {
            Throwable ownCause = data.causeShown() ? null : cause;
            if (made.getClass() != type || !fields.set(made)) {
                return false;
            }
            if (ownCause != ThrowableMethods.cause(made)
                    || (ownCause == null && !data.causeOpen() && ThrowableMethods.isCauseOpen(made))) {
                ThrowableMethods.initCause(made, ownCause);
            }
            // Without a field it may be unable to say what it is; and the JDK's futures ask each failure that they pass
            // on: if it throws then, the stages that depend on it never complete.
            Objects.requireNonNull(made.toString());
            return says(made.getMessage(), data.message(), fields.leftOut())
                    && ThrowableMethods.cause(made) == ownCause
                    && (!data.causeShown() || made.getCause() == cause);
        } catch (Throwable e) {
            LOG.debug("A rebuilt {} is not what it was: {}", type.getName(), FieldValues.reason(e));
            return false;
        }
    }

    private static boolean says(@Nullable String message, @Nullable String expected, LeftOut leftOut) {
        if (Objects.equals(message, expected)) {
            return true;
        }
        String said = leftOut.outOf(message);
        // One that was cut is longer when it is made of its parts again.
        return Objects.equals(said, expected)
                || (said != null
                        && expected != null
                        && expected.endsWith("…")
                        && said.startsWith(expected.substring(0, expected.length() - 1)));
    }

    private void setStack(Throwable failure, FailureData data) {
        StackTraceElement[] stack =
                NamedClasses.stack(data.frames().stream().map(frames).toList(), loader);
        try {
            ThrowableMethods.setStackTrace(failure, stack);
        } catch (Throwable e) {
            LOG.debug("A {} has no stack of its worker: {}", data.className(), FieldValues.reason(e));
        }
    }

    private void suppress(Throwable failure, List<FailureData> suppressed) {
        // Its constructor may have made some, as it did in the child; those must not come twice.
        List<Throwable> made = new ArrayList<>(List.of(failure.getSuppressed()));
        for (FailureData each : suppressed) {
            Optional<Throwable> same =
                    made.stream().filter(one -> isTheSame(one, each)).findFirst();
            if (same.isPresent()) {
                made.remove(same.get());
                setStack(same.get(), each);
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
            LOG.debug("A {} does not say its message: {}", data.className(), FieldValues.reason(e));
            return false;
        }
    }

    private void set(Late each) {
        RebuiltFields.Late field = each.field();
        try {
            Throwable value = built.get(field.number());
            FinalFields.set(field.field(), each.holder(), value);
        } catch (IllegalAccessException | RuntimeException e) {
            LeftOut leftOut = new LeftOut();
            leftOut.add(field.from(), FieldValues.reason(e));
            sayLeftOut(each.holder(), leftOut);
        }
    }

    /** A message that is made of fields alone does not have it. */
    private static void sayLeftOut(Throwable failure, LeftOut leftOut) {
        try {
            if (leftOut.isEmpty() || String.valueOf(failure.getMessage()).contains(leftOut.note())) {
                return;
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("A {} does not say its message: {}", failure.getClass().getName(), FieldValues.reason(e));
        }
        RemoteTaskException note = new RemoteTaskException(failure.getClass().getName(), leftOut.note(), null);
        note.setStackTrace(new StackTraceElement[0]);
        failure.addSuppressed(note);
    }
}
