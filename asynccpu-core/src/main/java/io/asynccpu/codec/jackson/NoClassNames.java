package io.asynccpu.codec.jackson;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Refuses {@code @JsonTypeInfo} by class name: bytes from a hostile child could name any class of the application. Jackson
 * asks it for class names only; logical names need no permission.
 */
final class NoClassNames extends PolymorphicTypeValidator.Base {

    @Override
    public Validity validateBaseType(DatabindContext context, JavaType baseType) {
        return context.reportBadDefinition(
                baseType,
                baseType.getRawClass().getName() + " sends class names (@JsonTypeInfo(use = CLASS or MINIMAL_CLASS)),"
                        + " by which a child could create any class here; use @JsonTypeInfo(use = NAME) with @JsonSubTypes");
    }
}
