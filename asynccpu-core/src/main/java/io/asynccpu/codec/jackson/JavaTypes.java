package io.asynccpu.codec.jackson;

import io.asynccpu.codec.reflect.Fields;
import java.lang.reflect.Type;
import java.util.Map;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/** Declared types with their type arguments, and what they mean for the class of a value. */
final class JavaTypes {

    private final ObjectMapper mapper;

    JavaTypes(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    JavaType of(Type type) {
        return mapper.constructType(type);
    }

    /** The type as it is within the given one, whose type arguments are known. */
    JavaType resolve(Type type, JavaType within) {
        return mapper.getTypeFactory().resolveMemberType(type, within.getBindings());
    }

    /** Of the class that takes what a collection or map of this type holds. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is one of ours
    JavaType filled(JavaType type, Class<?> collection) {
        return Map.class.isAssignableFrom(collection)
                ? mapper.getTypeFactory().constructMapType((Class) collection, type.getKeyType(), type.getContentType())
                : mapper.getTypeFactory().constructCollectionType((Class) collection, type.getContentType());
    }

    JavaType specialize(JavaType declared, Class<?> actual) {
        if (declared.getRawClass() == actual) {
            return declared;
        }
        Class<?> view = CollectionStandIns.standIn(actual);
        if (view != null && declared.getRawClass().isAssignableFrom(view)) {
            // A nested class of a map knows nothing of the map's types.
            return filled(declared.getContentType() == null ? of(actual) : declared, view);
        }
        if (actual.isArray() && declared.isArrayType()) {
            return mapper.getTypeFactory()
                    .constructArrayType(specialize(declared.getContentType(), actual.getComponentType()));
        }
        try {
            if (declared.getRawClass().isAssignableFrom(actual) && !declared.isJavaLangObject()) {
                return mapper.getTypeFactory().constructSpecializedType(declared, actual);
            }
        } catch (IllegalArgumentException e) {
            // Type arguments that do not fit: then none is known.
        }
        return of(actual);
    }

    /** Whether a class of the JDK has the type arguments that the place declares, so that nobody finds others there later. */
    static boolean declaresSame(JavaType declared, JavaType actual) {
        JavaType same = declared.hasGenericTypes() && Fields.isPlatform(actual.getRawClass())
                ? actual.findSuperType(declared.getRawClass())
                : null;
        return same == null || same.getBindings().equals(declared.getBindings());
    }
}
