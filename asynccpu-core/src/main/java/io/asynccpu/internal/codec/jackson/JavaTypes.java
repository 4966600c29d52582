package io.asynccpu.internal.codec.jackson;

import io.asynccpu.internal.codec.reflect.Fields;
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

    /** The type with the type arguments of the given one, which declares it. */
    JavaType resolve(Type type, JavaType within) {
        return mapper.getTypeFactory().resolveMemberType(type, within.getBindings());
    }

    /** The type of a collection or map class with the element types of another one. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is one of the JDK's collections
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
            // A nested class of a map does not have the map's type arguments.
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
            // The type arguments do not fit, so none is known.
        }
        return of(actual);
    }

    /**
     * Whether a JDK class has the type arguments that the slot declares, so that no other elements are found there
     * later.
     */
    static boolean declaresSame(JavaType declared, JavaType actual) {
        JavaType same = declared.hasGenericTypes() && Fields.isPlatform(actual.getRawClass())
                ? actual.findSuperType(declared.getRawClass())
                : null;
        return same == null || same.getBindings().equals(declared.getBindings());
    }
}
