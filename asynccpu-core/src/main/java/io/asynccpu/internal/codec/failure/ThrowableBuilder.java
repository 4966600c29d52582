package io.asynccpu.internal.codec.failure;

import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.internal.codec.ObjectCodec;
import io.asynccpu.internal.codec.reflect.FinalFields;
import io.asynccpu.internal.codec.reflect.SerializationConstructors;
import io.asynccpu.internal.codec.reflect.UntrustedClassNames;
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
 * Rebuilds the throwables of one failure. Their class must be found by the loader and extend {@code Throwable}, which
 * is checked before any of its code runs; the object is only used if it has the same message and cause. Whatever
 * application code throws meanwhile, including out of memory, the failure is not lost: a simpler throwable takes its
 * place. Not thread-safe.
 */
final class ThrowableBuilder implements RebuiltFields.Throwables {

    private static final Logger LOG = LoggerFactory.getLogger(ThrowableBuilder.class);

    private final ClassLoader loader;
    private final @Nullable FieldValueCodec values;
    private final Predicate<Class<?>> isWanted;
    private final StandIn standIn;
    private final UnaryOperator<StackTraceElement> frames;
    private final boolean byConstructors;
    private final Map<Integer, FailureData> held = new HashMap<>();
    private final Map<Integer, Throwable> built = new HashMap<>();
    private final Set<Integer> beingBuilt = new HashSet<>();
    private final List<DeferredField> deferred = new ArrayList<>();

    /**
     * Creates the throwable to use where a class is missing, is not wanted or yields no object with the same message.
     */
    interface StandIn {

        /** @param type the failure's class, or null if it is not found */
        Throwable of(FailureData data, @Nullable Class<?> type, @Nullable Throwable cause);
    }

    private record DeferredField(Throwable holder, RebuiltFields.Deferred field) {}

    ThrowableBuilder(ClassLoader loader, @Nullable ObjectCodec codec) {
        this(loader, codec, !SerializationConstructors.areAvailable());
    }

    /**
     * @param codec for fields; null to omit them
     * @param byConstructors whether to run the constructors of application classes, for a JVM that has no other way
     */
    ThrowableBuilder(ClassLoader loader, @Nullable ObjectCodec codec, boolean byConstructors) {
        this(
                loader,
                codec == null ? null : new FieldValueCodec(codec, 0),
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
            @Nullable FieldValueCodec values,
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
        register(report.failure());
        report.held().forEach(this::register);
        Throwable failure = build(report.failure());
        deferred.forEach(this::set);
        return failure;
    }

    private void register(FailureData data) {
        held.put(data.number(), data);
        if (data.cause() != null) {
            register(data.cause());
        }
        data.suppressed().forEach(this::register);
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
            failure = new RebuiltThrowable(type, data, cause, fields).create(byConstructors);
        }
        if (failure == null) {
            failure = standIn.of(data, type, cause);
        }
        beingBuilt.remove(data.number());
        built.put(data.number(), failure);
        setStack(failure, data);
        suppress(failure, data.suppressed());
        if (fields != null && failure.getClass() == type) {
            for (RebuiltFields.Deferred each : fields.deferred()) {
                deferred.add(new DeferredField(failure, each));
            }
            noteOmitted(failure, fields.omitted());
        }
        return failure;
    }

    private @Nullable Class<? extends Throwable> find(String name) {
        try {
            Class<?> found = UntrustedClassNames.find(name, loader);
            return Throwable.class.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers())
                    ? found.asSubclass(Throwable.class)
                    : null;
        } catch (ClassNotFoundException | RuntimeException | Error e) {
            LOG.debug("A worker's failure of class {} is not rebuilt: {}", name, FieldValueCodec.reason(e));
            return null;
        }
    }

    private void setStack(Throwable failure, FailureData data) {
        StackTraceElement[] stack =
                UntrustedClassNames.stack(data.frames().stream().map(frames).toList(), loader);
        try {
            ThrowableMethods.setStackTrace(failure, stack);
        } catch (Throwable e) {
            LOG.debug("The worker's stack cannot be set for a {}: {}", data.className(), FieldValueCodec.reason(e));
        }
    }

    private void suppress(Throwable failure, List<FailureData> suppressed) {
        // Its constructor may have added the same suppressed throwables as in the child; those must not appear twice.
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
            LOG.debug("The message of a {} cannot be read: {}", data.className(), FieldValueCodec.reason(e));
            return false;
        }
    }

    private void set(DeferredField each) {
        RebuiltFields.Deferred field = each.field();
        try {
            Throwable value = built.get(field.number());
            FinalFields.set(field.field(), each.holder(), value);
        } catch (IllegalAccessException | RuntimeException e) {
            OmittedParts omitted = new OmittedParts();
            omitted.add(field.from(), FieldValueCodec.reason(e));
            noteOmitted(each.holder(), omitted);
        }
    }

    /** Adds a suppressed note if the message lacks it because it is composed of fields. */
    private static void noteOmitted(Throwable failure, OmittedParts omitted) {
        try {
            if (omitted.isEmpty() || String.valueOf(failure.getMessage()).contains(omitted.note())) {
                return;
            }
        } catch (RuntimeException | Error e) {
            LOG.debug(
                    "The message of a {} cannot be read: {}", failure.getClass().getName(), FieldValueCodec.reason(e));
        }
        RemoteTaskException note = new RemoteTaskException(failure.getClass().getName(), omitted.note(), null);
        note.setStackTrace(new StackTraceElement[0]);
        failure.addSuppressed(note);
    }
}
