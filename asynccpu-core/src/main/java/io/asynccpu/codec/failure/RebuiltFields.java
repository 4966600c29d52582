package io.asynccpu.codec.failure;

import io.asynccpu.codec.UncrossableException;
import io.asynccpu.codec.reflect.Fields;
import io.asynccpu.codec.reflect.FinalFields;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a throwable is to hold besides message, stack, causes and suppressed ones. It is read before the throwable is made,
 * whose message tells what is left out.
 */
final class RebuiltFields {

    /** The throwables of the failure. */
    interface Throwables {

        /** Whether it is not there yet, as whoever asks is made for it. */
        boolean isBeingBuilt(int number);

        /** Null if there is none with this number. */
        @Nullable
        Throwable get(int number);
    }

    /** A throwable that a field is to hold once it is there. */
    record Late(FailureField from, Field field, int number) {}

    private record Setting(
            FailureField from, Field field, @Nullable Object value) {}

    private record Link(FailureField from, Method getter, Throwable held) {}

    private final Class<?> type;
    private final @Nullable FieldValues values;
    private final Throwables throwables;
    private final LeftOut leftOut = new LeftOut();
    private final List<Setting> settings = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private final Map<String, Object> state = new HashMap<>();

    /**
     * Never fails.
     *
     * @param values null to leave out what they are needed for
     */
    RebuiltFields(Class<?> type, List<FailureField> data, @Nullable FieldValues values, Throwables throwables) {
        this.type = type;
        this.values = values;
        this.throwables = throwables;
        for (FailureField each : data) {
            try {
                read(each);
            } catch (Throwable e) {
                leftOut.add(each, FieldValues.reason(e));
            }
        }
    }

    private void read(FailureField data) throws ReflectiveOperationException, UncrossableException {
        if (data.value() instanceof FailureField.LeftOut why) {
            leftOut.add(data, why.reason());
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
                    late.add(new Late(data, field, thrown.number()));
                } else {
                    settings.add(new Setting(data, field, held(thrown.number(), field.getType())));
                }
            } else if (data.value() instanceof FailureField.ThrownOnes several) {
                Class<?> element = HeldThrowables.elementOf(field.getGenericType());
                List<Throwable> held = new ArrayList<>();
                for (int number : several.numbers()) {
                    held.add(held(number, element));
                }
                settings.add(new Setting(data, field, HeldThrowables.make(field.getType(), held)));
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
            throw new UncrossableException("it has become a " + held.getClass().getName());
        }
        return held;
    }

    private Method getter(FailureField data) throws NoSuchMethodException {
        for (Method getter : JdkState.getters(Fields.platformSuperclass(type))) {
            if (data.name().equals(getter.getName() + "()")
                    && data.owner().equals(getter.getDeclaringClass().getName())) {
                return getter;
            }
        }
        throw new NoSuchMethodException("it is not known here");
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
        throw new NoSuchFieldException("it is not known here");
    }

    LeftOut leftOut() {
        return leftOut;
    }

    /** By the names of the getters that are to give it. */
    Map<String, Object> state() {
        return state;
    }

    List<Late> late() {
        return late;
    }

    /** False if something could not be set: then it will not be tried again, and a new throwable is to say so. */
    boolean set(Throwable target) {
        int before = leftOut.size();
        settings.removeIf(setting -> {
            try {
                FinalFields.set(setting.field(), target, setting.value());
                return false;
            } catch (IllegalAccessException | RuntimeException e) {
                leftOut.add(setting.from(), FieldValues.reason(e));
                return true;
            }
        });
        links.removeIf(link -> {
            try {
                JdkState.link(target, link.getter(), link.held());
                return false;
            } catch (Throwable e) {
                leftOut.add(link.from(), FieldValues.reason(e));
                return true;
            }
        });
        return leftOut.size() == before;
    }
}
