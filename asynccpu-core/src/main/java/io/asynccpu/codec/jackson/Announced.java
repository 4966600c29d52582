package io.asynccpu.codec.jackson;

import io.asynccpu.codec.reflect.Fields;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.std.StdConvertingSerializer;

/**
 * What Jackson's annotations, mixins and modules say of how a value is made or found: its subclasses, its serializer and
 * deserializer. What they tell web clients is not asked.
 */
final class Announced {

    private static final String JACKSONS_OWN = "tools.jackson.databind.";

    /** What a field is annotated with. */
    record Coders(ValueSerializer<Object> serializer, ValueDeserializer<Object> deserializer) {}

    private final ObjectMapper mapper;

    Announced(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The classes that may stand for this one: a closed list, also where nobody listed them as they are sealed. */
    Set<Class<?>> subclasses(JavaType type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        addSealed(type.getRawClass(), all);
        DeserializationConfig config = mapper.deserializationConfig();
        AnnotatedClass annotated = introspect(type);
        for (NamedType each : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated)) {
            addSealed(each.getType(), all);
            all.add(each.getType());
        }
        all.add(config.mapAbstractType(type).getRawClass());
        try {
            all.add(config.getAnnotationIntrospector()
                    .refineDeserializationType(config, annotated, type)
                    .getRawClass());
        } catch (DatabindException e) {
            // It names a class that is no subclass, so it means something else.
        }
        all.addAll(KnownSubclasses.of(type.getRawClass()));
        all.removeIf(each -> !type.getRawClass().isAssignableFrom(each)
                || (Modifier.isAbstract(each.getModifiers()) && !each.isEnum()));
        return all;
    }

    private static void addSealed(Class<?> type, Set<Class<?>> all) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted != null) {
            for (Class<?> each : permitted) {
                if (all.add(each)) {
                    addSealed(each, all);
                }
            }
        }
    }

    /** The subclasses that the annotations of a field name. */
    Set<Class<?>> subclasses(Field field) {
        Set<Class<?>> all = new LinkedHashSet<>();
        DeserializationConfig config = mapper.deserializationConfig();
        for (Annotated annotated : annotated(field)) {
            List<NamedType> named = config.getAnnotationIntrospector().findSubtypes(config, annotated);
            if (named != null) {
                named.forEach(each -> all.add(each.getType()));
            }
        }
        return all;
    }

    /** Whether the application or a module has both sides for this class. One alone speaks to somebody else. */
    boolean isCustom(JavaType type) {
        ValueSerializer<Object> serializer = mapper._serializationContext().findValueSerializer(type);
        ValueDeserializer<Object> deserializer =
                mapper._deserializationContext().findContextualValueDeserializer(type, null);
        // A module for collections leaves the writing to Jackson.
        return isCustom(deserializer)
                && (isCustom(serializer) || (type.isContainerType() && !Fields.isPlatform(type.getRawClass())));
    }

    /** The supertype that stands for this class on the other side, if its deserializer makes no more than that. */
    JavaType madeFor(JavaType type) {
        Class<?> made = mapper._deserializationContext()
                .findContextualValueDeserializer(type, null)
                .handledType();
        if (made == null || made == Object.class || made == type.getRawClass()) {
            return type;
        }
        JavaType base = type.findSuperType(made);
        return base != null && isCustom(base) ? base : type;
    }

    private static boolean isCustom(Object coder) {
        if (coder.getClass().getPackageName().equals(Announced.class.getPackageName())) {
            return false;
        }
        return !coder.getClass().getName().startsWith(JACKSONS_OWN)
                || coder instanceof StdConvertingSerializer
                || coder.getClass().getSimpleName().equals("StdConvertingDeserializer");
    }

    /** The serializer and deserializer of its own that a field is annotated with; null unless it has both. */
    @Nullable
    Coders coders(Field field) {
        SerializationContext writing = mapper._serializationContext();
        DeserializationContext reading = mapper._deserializationContext();
        AnnotationIntrospector introspector = writing.getAnnotationIntrospector();
        ValueSerializer<Object> serializer = null;
        ValueDeserializer<Object> deserializer = null;
        for (Annotated annotated : annotated(field)) {
            Object writer = introspector.findSerializer(writing.getConfig(), annotated);
            Object reader = introspector.findDeserializer(reading.getConfig(), annotated);
            if (writer != null && serializer == null) {
                serializer = writing.serializerInstance(annotated, writer);
            }
            if (reader != null && deserializer == null) {
                deserializer = reading.deserializerInstance(annotated, reader);
            }
        }
        if (serializer == null || deserializer == null) {
            return null;
        }
        serializer.resolve(writing);
        deserializer.resolve(reading);
        return new Coders(serializer, deserializer);
    }

    /** The field and its getter, as mixins see them. */
    private List<Annotated> annotated(Field field) {
        List<Annotated> found = new java.util.ArrayList<>();
        AnnotatedClass holder = introspect(mapper.constructType(field.getDeclaringClass()));
        for (AnnotatedField each : holder.fields()) {
            if (each.getAnnotated().equals(field)) {
                found.add(each);
            }
        }
        String name = Character.toUpperCase(field.getName().charAt(0))
                + field.getName().substring(1);
        List<String> getters = List.of("get" + name, "is" + name, field.getName());
        for (AnnotatedMethod each : holder.memberMethods()) {
            if (each.getParameterCount() == 0 && getters.contains(each.getName())) {
                found.add(each);
            }
        }
        return found;
    }

    private AnnotatedClass introspect(JavaType type) {
        DeserializationConfig config = mapper.deserializationConfig();
        return config.classIntrospectorInstance().forOperation(config).introspectClassAnnotations(type);
    }
}
