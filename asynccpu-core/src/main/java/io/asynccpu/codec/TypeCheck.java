package io.asynccpu.codec;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/** Asks Jackson, before any value exists, whether it can both write and read a type and all that it holds. */
final class TypeCheck {

    private final ObjectMapper mapper;

    TypeCheck(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void check(JavaType type) throws UncrossableException {
        check(type, "", new HashSet<>());
    }

    private void check(JavaType type, String path, Set<JavaType> seen) throws UncrossableException {
        if (!seen.add(type) || OpenTypes.isOpen(type)) {
            return;
        }
        String resource = ProcessBoundTypes.reason(type.getRawClass());
        if (resource != null) {
            throw new UncrossableException(path, resource, null);
        }
        // Both throw for what Jackson itself calls a bad definition.
        ValueSerializer<Object> writer = mapper._serializationContext().findValueSerializer(type);
        ValueDeserializer<Object> reader = reader(type);
        if (type.isContainerType() || type.isReferenceType()) {
            if (type.getKeyType() != null) {
                check(type.getKeyType(), path + "[key]", seen);
            }
            if (type.getContentType() != null) {
                check(type.getContentType(), path + "[]", seen);
            }
            return;
        }
        if (isAnnounced(type)) {
            return;
        }
        String problem = problem(type, writer, reader);
        if (problem != null) {
            throw new UncrossableException(path, problem, null);
        }
        if (writer instanceof BeanSerializerBase bean && reader instanceof BeanDeserializerBase back) {
            for (Iterator<PropertyWriter> all = bean.properties(); all.hasNext(); ) {
                if (all.next() instanceof BeanPropertyWriter property
                        && PropertyAnnotations.leaveToType(property)
                        && back.hasProperty(property.getName())) {
                    check(
                            property.getType(),
                            path.isEmpty() ? property.getName() : path + "." + property.getName(),
                            seen);
                }
            }
        }
    }

    private ValueDeserializer<Object> reader(JavaType type) {
        DeserializationContext context = mapper._deserializationContext();
        return context.findContextualValueDeserializer(type, null);
    }

    /** Asking also makes Jackson refuse type information by class name. */
    private boolean isAnnounced(JavaType type) {
        SerializationContext writing = mapper._serializationContext();
        DeserializationContext reading = mapper._deserializationContext();
        boolean written = writing.findTypeSerializer(type) != null;
        boolean read = reading.findTypeDeserializer(type) != null;
        return written || read;
    }

    private static @Nullable String problem(
            JavaType type, ValueSerializer<Object> writer, ValueDeserializer<Object> reader) {
        String name = type.getRawClass().getName();
        if (reader instanceof AbstractDeserializer) {
            return name
                    + " is abstract, so nothing says which class to create; declare the concrete class, or announce the"
                    + " subclasses with @JsonTypeInfo(use = NAME) and @JsonSubTypes";
        }
        if (reader instanceof UnsupportedTypeDeserializer) {
            return "Jackson cannot read a " + name;
        }
        if (writer instanceof UnknownSerializer) {
            return name
                    + " has no properties that Jackson can see; give it getters, public fields or record components";
        }
        if (writer instanceof BeanSerializerBase && reader instanceof BeanDeserializerBase bean) {
            ValueInstantiator creator = bean.getValueInstantiator();
            if (!creator.canCreateUsingDefault()
                    && !creator.canCreateFromObjectWith()
                    && !creator.canCreateUsingDelegate()
                    && !creator.canCreateUsingArrayDelegate()) {
                return name
                        + " has no constructor that Jackson can use; make it a record, or give it a constructor without"
                        + " parameters or one with @JsonCreator";
            }
        }
        return null;
    }
}
