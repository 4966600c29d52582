package io.asynccpu.internal.codec.jackson;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Refuses {@code @JsonTypeInfo} with class names: a hostile child could name any class of the application. Jackson asks
 * the validator about class names only; logical names are not affected.
 */
final class NoClassNamesValidator extends PolymorphicTypeValidator.Base {

    @Override
    public Validity validateBaseType(DatabindContext context, JavaType baseType) {
        return context.reportBadDefinition(
                baseType,
                baseType.getRawClass().getName() + " sends class names (@JsonTypeInfo(use = CLASS or MINIMAL_CLASS)),"
                        + " by which a child could create any class here; use @JsonTypeInfo(use = NAME) with @JsonSubTypes");
    }
}
