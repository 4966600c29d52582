package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.reflect.Fields;
import io.asynccpu.internal.protocol.ArrayKind;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JDK classes whose values cross wherever they fit, by class and by name. The list is closed: a child cannot add to
 * it.
 */
final class JdkShapes {

    private static final Map<Class<?>, Shape> BY_CLASS = new HashMap<>();
    private static final Map<String, Class<?>> BY_NAME = new HashMap<>();

    /** Public classes whose implementations have unspecified names. */
    private static final Class<?>[] FAMILIES = {Path.class, Charset.class};

    static {
        Consumer<Shape> add = shape -> {
            BY_CLASS.put(shape.type(), shape);
            BY_NAME.put(shape.name(), shape.type());
        };
        NumberShapes.addTo(add);
        TextShapes.addTo(add);
        NetworkShapes.addTo(add);
        TimeShapes.addTo(add);
        try {
            SqlShapes.addTo(add);
        } catch (NoClassDefFoundError e) {
            // A JVM without the module java.sql has no such values.
        }
        for (ArrayKind kind : ArrayKind.values()) {
            add.accept(new PrimitiveArrayShape(kind.create(0).getClass(), kind));
        }
        add.accept(new BooleanArrayShape());
        for (Comparator<?> comparator :
                new Comparator<?>[] {Comparator.naturalOrder(), Comparator.reverseOrder(), String.CASE_INSENSITIVE_ORDER
                }) {
            add.accept(new SingletonShape(comparator, true));
        }
        BY_CLASS.put(ZoneId.of("Europe/Berlin").getClass(), of(ZoneId.class));
        BY_CLASS.put(TimeZone.getTimeZone("UTC").getClass(), of(TimeZone.class));
        for (Class<?> kind : CollectionKind.all()) {
            BY_NAME.put(kind.getName(), kind);
        }
        for (Class<?> kind : MapKind.all()) {
            BY_NAME.put(kind.getName(), kind);
        }
        for (Class<?> wrapper : WrapperShape.all()) {
            BY_NAME.put(wrapper.getName(), wrapper);
        }
        for (Class<?> holder : HolderShape.classes()) {
            BY_NAME.put(holder.getName(), holder);
        }
        BY_NAME.put("java.util.Properties", java.util.Properties.class);
        BY_NAME.put("java.util.SimpleTimeZone", java.util.SimpleTimeZone.class);
        BY_NAME.put(reversed().getName(), reversed());
        BY_NAME.put("java.util.EnumSet", java.util.EnumSet.class);
        BY_NAME.put("java.util.EnumMap", java.util.EnumMap.class);
        BY_NAME.put("java.lang.Throwable", Throwable.class);
        BY_NAME.put("java.io.Serializable", java.io.Serializable.class);
    }

    private JdkShapes() {}

    static Class<?> reversed() {
        return Collections.reverseOrder(String.CASE_INSENSITIVE_ORDER).getClass();
    }

    /** The shape of values of exactly this class, or null. */
    static @Nullable Shape of(Class<?> type) {
        Shape shape = BY_CLASS.get(type);
        if (shape == null) {
            for (Class<?> family : FAMILIES) {
                if (family.isAssignableFrom(type) && Fields.isPlatform(type)) {
                    return BY_CLASS.get(family);
                }
            }
        }
        return shape;
    }

    /** The class with this name if a child may name it, or null. */
    static @Nullable Class<?> named(String name) {
        return BY_NAME.get(name);
    }

    /** Whether a class of the list fits, so that a slot of this type can hold a value. */
    static boolean anyFits(Class<?> declared) {
        return BY_NAME.values().stream().anyMatch(declared::isAssignableFrom);
    }
}
