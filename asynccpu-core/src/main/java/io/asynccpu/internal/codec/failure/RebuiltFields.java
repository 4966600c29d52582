package io.asynccpu.internal.codec.failure;

import io.asynccpu.internal.codec.UncrossableException;
import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.codec.reflect.FinalFields;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a throwable that is being rebuilt. They are decoded before the throwable is created, since its message
 * names those that are omitted.
 */
final class RebuiltFields {

    /** The throwables of the failure. */
    interface Throwables {

        /** Whether the throwable is being built, so that the caller is part of it. */
        boolean isBeingBuilt(int number);

        /** The throwable with this number, or null. */
        @Nullable
        Throwable get(int number);
    }

    /** A field to be set later to a throwable that is still being built. */
    record Deferred(FailureField from, Field field, int number) {}

    private record Setting(
            FailureField from, Field field, @Nullable Object value) {}

    private record Link(FailureField from, Method getter, Throwable held) {}

    private final Class<?> type;
    private final @Nullable FieldValueCodec values;
    private final Throwables throwables;
    private final OmittedParts omitted = new OmittedParts();
    private final List<Setting> settings = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Deferred> deferred = new ArrayList<>();
    private final Map<String, Object> state = new HashMap<>();

    /**
     * Decodes the fields. Never fails.
     *
     * @param values null to omit all fields that need decoding
     */
    RebuiltFields(Class<?> type, List<FailureField> data, @Nullable FieldValueCodec values, Throwables throwables) {
        this.type = type;
        this.values = values;
        this.throwables = throwables;
        for (FailureField each : data) {
            try {
                read(each);
            } catch (Throwable e) {
                omitted.add(each, FieldValueCodec.reason(e));
            }
        }
    }

    private void read(FailureField data) throws ReflectiveOperationException, UncrossableException {
        if (data.value() instanceof FailureField.Omitted why) {
            omitted.add(data, why.reason());
        } else if (data.isGetter()) {
            Method getter = getter(data);
            if (data.value() instanceof FailureField.Coded coded) {
                state.put(getter.getName(), decode(getter.getGenericReturnType(), coded));
            } else if (data.value() instanceof FailureField.Thrown thrown) {
                links.add(new Link(data, getter, held(thrown.number(), getter.getReturnType())));
            }
        } else {
            Field field = field(data);
            if (data.value() instanceof FailureField.Coded coded) {
                settings.add(new Setting(data, field, decode(ApplicationClasses.typeOf(field), coded)));
            } else if (data.value() instanceof FailureField.Thrown thrown) {
                if (throwables.isBeingBuilt(thrown.number())) {
                    deferred.add(new Deferred(data, field, thrown.number()));
                } else {
                    settings.add(new Setting(data, field, held(thrown.number(), field.getType())));
                }
            } else if (data.value() instanceof FailureField.ThrownOnes several) {
                Class<?> element = ThrowableValues.elementOf(field.getGenericType());
                List<Throwable> held = new ArrayList<>();
                for (int number : several.numbers()) {
                    held.add(held(number, element));
                }
                settings.add(new Setting(data, field, ThrowableValues.make(field.getType(), held)));
            }
        }
    }

    private @Nullable Object decode(Type declared, FailureField.Coded coded) throws UncrossableException {
        if (values == null) {
            throw new UncrossableException("fields are not read here");
        }
        return values.decode(declared, coded);
    }

    private Throwable held(int number, Class<?> declared) throws UncrossableException {
        if (throwables.isBeingBuilt(number)) {
            throw new UncrossableException("it refers back to the failure around it");
        }
        Throwable held = throwables.get(number);
        if (held == null) {
            throw new UncrossableException(FailureWire.TOO_LARGE);
        }
        if (!declared.isInstance(held)) {
            throw new UncrossableException(
                    "it was rebuilt as a " + held.getClass().getName());
        }
        return held;
    }

    private Method getter(FailureField data) throws NoSuchMethodException {
        for (Method getter : JdkExceptionState.getters(Fields.platformSuperclass(type))) {
            if (data.name().equals(getter.getName() + "()")
                    && data.owner().equals(getter.getDeclaringClass().getName())) {
                return getter;
            }
        }
        throw new NoSuchMethodException("it does not exist in this JVM");
    }

    private Field field(FailureField data) throws NoSuchFieldException, UncrossableException {
        for (Class<?> declaring : ApplicationClasses.of(type)) {
            if (declaring.getName().equals(data.owner())) {
                for (Field field : Fields.declared(declaring)) {
                    if (field.getName().equals(data.name())) {
                        if (!field.trySetAccessible()) {
                            throw new UncrossableException("its module does not open it");
                        }
                        return field;
                    }
                }
            }
        }
        throw new NoSuchFieldException("it does not exist in this JVM");
    }

    OmittedParts omitted() {
        return omitted;
    }

    /** Constructor arguments, by the names of the getters that must return them. */
    Map<String, Object> state() {
        return state;
    }

    List<Deferred> deferred() {
        return deferred;
    }

    /**
     * Sets the fields. Returns false if one could not be set; it is not tried again, and the caller creates another
     * throwable whose message says so.
     */
    boolean set(Throwable target) {
        int before = omitted.size();
        settings.removeIf(setting -> {
            try {
                FinalFields.set(setting.field(), target, setting.value());
                return false;
            } catch (IllegalAccessException | RuntimeException e) {
                omitted.add(setting.from(), FieldValueCodec.reason(e));
                return true;
            }
        });
        links.removeIf(link -> {
            try {
                JdkExceptionState.link(target, link.getter(), link.held());
                return false;
            } catch (Throwable e) {
                omitted.add(link.from(), FieldValueCodec.reason(e));
                return true;
            }
        });
        return omitted.size() == before;
    }
}
