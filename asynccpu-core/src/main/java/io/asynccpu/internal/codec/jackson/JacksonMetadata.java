package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.reflect.Fields;
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
 * What Jackson's annotations, mixins and modules declare about how a value is created or found: its subclasses,
 * serializer and deserializer. What they declare for web clients is not considered.
 */
final class JacksonMetadata {

    private static final String JACKSONS_OWN = "tools.jackson.databind.";

    /** The serializer and deserializer that a field is annotated with. */
    record Coders(ValueSerializer<Object> serializer, ValueDeserializer<Object> deserializer) {}

    /** Marks serializers and deserializers of this package, which are not the application's. */
    interface BuiltIn {}

    private final ObjectMapper mapper;

    JacksonMetadata(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * The subclasses that a value may have: a closed list. It includes permitted subclasses of sealed classes, which
     * need no annotation.
     */
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
            // The annotation names a class that is not a subclass, so it has another purpose.
        }
        all.addAll(JsonNodeClasses.of(type.getRawClass()));
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

    /** The subclasses that a field's annotations declare. */
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

    /**
     * Whether the application or a module has both a serializer and a deserializer for this class. One alone is meant
     * for another partner.
     */
    boolean isCustom(JavaType type) {
        ValueSerializer<Object> serializer = mapper._serializationContext().findValueSerializer(type);
        ValueDeserializer<Object> deserializer =
                mapper._deserializationContext().findContextualValueDeserializer(type, null);
        // A module for collections leaves the serialization to Jackson.
        return isCustom(deserializer)
                && (isCustom(serializer) || (type.isContainerType() && !Fields.isPlatform(type.getRawClass())));
    }

    /** The supertype as which values of this class are received, if the deserializer creates no more than that. */
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
        return !(coder instanceof BuiltIn)
                && (!coder.getClass().getName().startsWith(JACKSONS_OWN)
                        || coder instanceof StdConvertingSerializer
                        || coder.getClass().getSimpleName().equals("StdConvertingDeserializer"));
    }

    /** The serializer and deserializer that a field is annotated with; null unless it has both. */
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

    /** The field and its getter, with their mixins. */
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
