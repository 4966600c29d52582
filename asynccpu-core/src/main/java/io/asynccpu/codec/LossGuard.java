package io.asynccpu.codec;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/**
 * Refuses what Jackson would write and not give back, without a word: an object of a subclass where the signature names its
 * superclass and no annotation sends the subclass along, and a reference such as {@code Optional} where the type is open.
 * Walks the value before it is written, but only if its declared type can hold such a thing at all (records and final
 * classes of closed types cannot). Thread-safe.
 */
final class LossGuard {

    /** As deep as Jackson writes. */
    private static final int DEEPEST = 500;

    private final ObjectMapper mapper;
    private final Map<JavaType, Boolean> closed = new ConcurrentHashMap<>();

    LossGuard(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void check(JavaType type, Object value) throws UncrossableException {
        walk(mapper._serializationContext(), type, value, "", 0);
    }

    private boolean isClosed(SerializationContext context, JavaType type) {
        Boolean known = closed.get(type);
        if (known == null) {
            known = isClosed(context, type, new HashSet<>());
            closed.put(type, known);
        }
        return known;
    }

    /** Whether the classes of a value and all that it holds are known from its type alone. */
    private static boolean isClosed(SerializationContext context, JavaType type, Set<JavaType> seen) {
        if (type.isPrimitive() || type.isTypeOrSubTypeOf(Enum.class) || !seen.add(type)) {
            return true;
        }
        if (OpenTypes.isOpen(type)) {
            return false;
        }
        if (isContainer(type)) {
            JavaType key = type.getKeyType();
            return (key == null || isClosed(context, key, seen)) && isClosed(context, type.getContentType(), seen);
        }
        if (!(context.findValueSerializer(type) instanceof BeanSerializerBase bean)) {
            return !type.isAbstract() || type.getRawClass().getName().startsWith("java.");
        }
        if (!type.isFinal()) {
            return false;
        }
        for (Iterator<PropertyWriter> all = bean.properties(); all.hasNext(); ) {
            if (!isClosed(context, all.next().getType(), seen)) {
                return false;
            }
        }
        return true;
    }

    private void walk(SerializationContext context, JavaType type, @Nullable Object value, String path, int depth)
            throws UncrossableException {
        if (value == null || isClosed(context, type)) {
            return;
        }
        if (depth > DEEPEST) {
            throw new UncrossableException(
                    shortened(path),
                    "it is nested more than " + DEEPEST
                            + " levels deep or refers to itself; pass ids instead of references, or a flatter form",
                    null);
        }
        if (OpenTypes.isOpen(type)) {
            walkOpen(context, type, value, path, depth);
            return;
        }
        if (isContainer(type)) {
            walkContainer(context, type, value, path, depth);
            return;
        }
        boolean announced = context.findTypeSerializer(type) != null;
        boolean exact = value.getClass() == type.getRawClass();
        JavaType actual = exact ? type : context.constructSpecializedType(type, value.getClass());
        ValueSerializer<Object> serializer = context.findValueSerializer(actual);
        if (!(serializer instanceof BeanSerializerBase bean)) {
            return;
        }
        if (!announced && !exact && !isRebuiltAs(type, value.getClass())) {
            throw new UncrossableException(
                    path,
                    "a " + value.getClass().getName() + " stands where "
                            + type.getRawClass().getName()
                            + " is declared and would come back as that, without what it adds; declare the class itself,"
                            + " or announce it with @JsonTypeInfo(use = NAME) and @JsonSubTypes",
                    null);
        }
        for (Iterator<PropertyWriter> all = bean.properties(); all.hasNext(); ) {
            if (all.next() instanceof BeanPropertyWriter property && PropertyAnnotations.leaveToType(property)) {
                String step = path.isEmpty() ? property.getName() : path + "." + property.getName();
                walk(context, property.getType(), get(property, value, step), step, depth + 1);
            }
        }
    }

    /** Jackson writes what a reference holds without asking {@link OpenTypes} for the reference. */
    private void walkOpen(SerializationContext context, JavaType open, Object value, String path, int depth)
            throws UncrossableException {
        if (value instanceof Optional || value instanceof AtomicReference) {
            throw new UncrossableException(
                    path, OpenTypes.refusal("a " + value.getClass().getName(), open), null);
        }
        if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
            JavaType container = context.constructType(value.getClass());
            if (container.isContainerType()) {
                walkContainer(context, container, value, path, depth);
            }
        }
    }

    private void walkContainer(SerializationContext context, JavaType type, Object value, String path, int depth)
            throws UncrossableException {
        JavaType content = type.getContentType();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String step = path + "[" + entry.getKey() + "]";
                walk(context, type.getKeyType(), entry.getKey(), step, depth + 1);
                walk(context, content, entry.getValue(), step, depth + 1);
            }
        } else if (value instanceof Collection<?> collection) {
            int index = 0;
            for (Object element : collection) {
                walk(context, content, element, path + "[" + index++ + "]", depth + 1);
            }
        } else if (value instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                walk(context, content, array[i], path + "[" + i + "]", depth + 1);
            }
        } else if (value instanceof Optional<?> optional) {
            walk(context, content, optional.orElse(null), path, depth + 1);
        } else if (value instanceof AtomicReference<?> reference) {
            walk(context, content, reference.get(), path, depth + 1);
        }
    }

    private static boolean isContainer(JavaType type) {
        return (type.isContainerType() || type.isReferenceType()) && type.getContentType() != null;
    }

    private static @Nullable Object get(BeanPropertyWriter property, Object bean, String path)
            throws UncrossableException {
        try {
            return property.get(bean);
        } catch (Exception e) {
            throw new UncrossableException(path, "reading it failed: " + e, e);
        }
    }

    /** Such as {@code @JsonDeserialize(as = …)}: the declared type is read as exactly this class. */
    private boolean isRebuiltAs(JavaType declared, Class<?> actual) {
        return mapper._deserializationContext()
                        .findRootValueDeserializer(declared)
                        .handledType()
                == actual;
    }

    private static String shortened(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }
}
