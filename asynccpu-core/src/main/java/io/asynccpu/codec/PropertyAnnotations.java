package io.asynccpu.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.VirtualBeanPropertyWriter;

/** Whether a property crosses as its declared type says, or in a way of its own. */
final class PropertyAnnotations {

    private PropertyAnnotations() {}

    /** False if the property's own annotations or none of the bean's members decide: those know what they do. */
    static boolean leaveToType(BeanPropertyWriter property) {
        return !(property instanceof VirtualBeanPropertyWriter)
                && property.getAnnotation(JsonTypeInfo.class) == null
                && property.getAnnotation(JsonSerialize.class) == null
                && property.getAnnotation(JsonDeserialize.class) == null;
    }
}
