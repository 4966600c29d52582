package io.asynccpu.internal.codec.reflect;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets fields by reflection, including final ones. From JDK 26 on the JVM warns of the latter, and later versions
 * refuse it, unless it was started with {@value #OPTION} (JEP 500), as workers are. Without the option, final fields of
 * serializable classes are set by the JDK's own deserialization, and those of other classes cannot be set. Thread-safe.
 */
public final class FinalFields {

    public static final String OPTION = "--enable-final-field-mutation=ALL-UNNAMED";

    /** The first version that restricts reflection on final fields. */
    public static final int RESTRICTED_SINCE = 26;

    private static final boolean FREE = Runtime.version().feature() < RESTRICTED_SINCE || isAllowed();

    /** The JDK's method that sets the fields of a deserialized object; null for classes that are not serializable. */
    private static final ClassValue<@Nullable MethodHandle> READERS = new ClassValue<>() {
        @Override
        protected @Nullable MethodHandle computeValue(Class<?> type) {
            if (!Serializable.class.isAssignableFrom(type)) {
                return null;
            }
            try {
                Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
                return (MethodHandle) factory.getMethod("defaultReadObjectForSerialization", Class.class)
                        .invoke(factory.getMethod("getReflectionFactory").invoke(null), type);
            } catch (ReflectiveOperationException e) {
                return null;
            }
        }
    };

    private FinalFields() {}

    private static boolean isAllowed() {
        return ModuleLayer.boot().findModule("java.management").isPresent()
                && ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(FinalFields::allows);
    }

    private static boolean allows(String argument) {
        return argument.equals("--illegal-final-field-mutation=allow")
                || (argument.startsWith("--enable-final-field-mutation=") && argument.contains("ALL-UNNAMED"));
    }

    /** Why the field cannot be set in this JVM, with a remedy; null if it can be set. */
    public static @Nullable String refusal(Field field) {
        if (!isBarred(field) || READERS.get(field.getDeclaringClass()) != null) {
            return null;
        }
        return "the field " + field.getName() + " of "
                + field.getDeclaringClass().getName()
                + " is final, and this JVM may not set final fields; make the class a record, let it implement"
                + " Serializable, or start this JVM with " + OPTION;
    }

    private static boolean isBarred(Field field) {
        return !FREE && Modifier.isFinal(field.getModifiers());
    }

    /** Whether the setters of {@link Field} can set it. */
    public static boolean isPlain(Field field) {
        return !isBarred(field);
    }

    public static void set(Field field, Object target, @Nullable Object value) throws IllegalAccessException {
        if (isPlain(field)) {
            field.set(target, value);
            return;
        }
        MethodHandle reader = READERS.get(field.getDeclaringClass());
        if (reader == null) {
            throw new IllegalAccessException(refusal(field));
        }
        try {
            reader.invoke(target, new OneField(field, target, value));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("The JDK does not set the field " + field, e);
        }
    }

    /** A stream with the present values of all fields, except a new value for one of them. */
    private static final class OneField extends ObjectInputStream {

        private final Fields fields;

        OneField(Field field, Object target, @Nullable Object value) throws IOException {
            this.fields = new Fields(field, target, value);
        }

        @Override
        public GetField readFields() {
            return fields;
        }

        private static final class Fields extends GetField {

            private final Field field;
            private final Object target;
            private final @Nullable Object value;

            Fields(Field field, Object target, @Nullable Object value) {
                this.field = field;
                this.target = target;
                this.value = value;
            }

            private @Nullable Object find(String name) {
                if (name.equals(field.getName())) {
                    return value;
                }
                try {
                    Field other = field.getDeclaringClass().getDeclaredField(name);
                    other.setAccessible(true);
                    return other.get(target);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }

            private Object primitive(String name) {
                return Objects.requireNonNull(find(name));
            }

            @Override
            public ObjectStreamClass getObjectStreamClass() {
                return ObjectStreamClass.lookup(field.getDeclaringClass());
            }

            @Override
            public boolean defaulted(String name) {
                return false;
            }

            @Override
            public boolean get(String name, boolean otherwise) {
                return (Boolean) primitive(name);
            }

            @Override
            public byte get(String name, byte otherwise) {
                return (Byte) primitive(name);
            }

            @Override
            public char get(String name, char otherwise) {
                return (Character) primitive(name);
            }

            @Override
            public short get(String name, short otherwise) {
                return (Short) primitive(name);
            }

            @Override
            public int get(String name, int otherwise) {
                return (Integer) primitive(name);
            }

            @Override
            public long get(String name, long otherwise) {
                return (Long) primitive(name);
            }

            @Override
            public float get(String name, float otherwise) {
                return (Float) primitive(name);
            }

            @Override
            public double get(String name, double otherwise) {
                return (Double) primitive(name);
            }

            @Override
            public @Nullable Object get(String name, @Nullable Object otherwise) {
                return find(name);
            }
        }
    }
}
